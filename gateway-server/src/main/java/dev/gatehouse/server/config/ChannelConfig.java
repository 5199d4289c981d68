package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Optional;

/** A place where people are told: a webhook or, with `smtp`, mail. */
public record ChannelConfig(
        @Doc("The address of a webhook: https, or http to this machine. Whoever has it may post there, so give it by"
                + " reference where that matters.")
        @MayRefer
        Optional<Secret> url,

        @Doc(
                "`json` for a program, `slack` for an incoming webhook of Slack or what takes the same, `email` for a service"
                        + " that sends mail.")
        @Default("json")
        Format format,

        @Doc("Signs each post: `Gatehouse-Signature: v1=` and the HMAC-SHA256, in hexadecimal digits, of"
                + " `Gatehouse-Timestamp`, a dot and the body.")
        @ReferenceOnly
        Optional<Secret> secret,

        @Doc("A mail server, in place of `url`.") Optional<SmtpConfig> smtp,

        @Doc("Who gets the mail, with `smtp` or with `format: email`.")
        List<String> to) {

    /** What a webhook wants. */
    public enum Format {
        /** JSON, for a program. */
        JSON,
        /** What Slack's incoming webhooks take, and what many others take too. */
        SLACK,
        /** A message for a service that sends mail. */
        EMAIL
    }
}
