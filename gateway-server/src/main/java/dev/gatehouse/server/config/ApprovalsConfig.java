package dev.gatehouse.server.config;

import dev.gatehouse.policy.approval.Channel;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens around calls that somebody has to approve. */
public record ApprovalsConfig(
        @Doc("Where a request and its decision are told, by a POST, until it is taken; by a name of your choice.")
        @Keys(KeyKind.NAME)
        Map<String, ChannelConfig> channels) {

    /** One webhook. */
    public record ChannelConfig(
            @Doc(
                    "Its address: https, or http to this machine. Whoever has it may post there, so give it by reference where"
                            + " that matters.")
            @MayRefer
            Secret url,

            @Doc(
                    "`json` for a program, `slack` for an incoming webhook of Slack or what takes the same, `email` for a service"
                            + " that sends mail.")
            @Default("json")
            Channel.Format format,

            @Doc("Signs each post: `Gatehouse-Signature: v1=` and the HMAC-SHA256, in hexadecimal digits, of"
                    + " `Gatehouse-Timestamp`, a dot and the body.")
            @ReferenceOnly
            Optional<Secret> secret,

            @Doc("Who gets the mail, with `format: email`.") List<String> to) {}
}
