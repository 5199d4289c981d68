package dev.gatehouse.server.config;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.sink.SinkFormat;
import dev.gatehouse.audit.sink.WebhookSink;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A place outside that gets the trail: exactly one of its kinds. */
public record SinkConfig(
        @Doc(
                "What it is called. How far it is in the trail goes by this name, so another name begins from the first record.")
        String name,

        @Doc("Posts records to a URL.") Optional<WebhookConfig> webhook,

        @Doc("Posts records to Splunk's HTTP Event Collector.")
        Optional<SplunkConfig> splunk,

        @Doc("Sends records as syslog messages (RFC 5424) over TLS (RFC 5425).")
        Optional<SyslogConfig> syslog,

        @Doc("Only records of these bundles. None named: all, those of no bundle included.")
        List<String> bundles,

        @Doc("Only records of these types. None named: all.")
        List<EventType> types,

        @Doc("Whether what the trail keeps of arguments and results goes along.") @Default("false")
        boolean payloads,

        @Doc("`gatehouse`: as the trail has them. `ocsf`: as events of the Open Cybersecurity Schema Framework 1.3.")
        @Default("gatehouse")
        SinkFormat format) {

    /** Any receiver of posts. */
    public record WebhookConfig(
            @Doc(
                    "Its address: https, or http to this machine. Whoever has it may post there, so give it by reference where"
                            + " that matters.")
            @MayRefer
            Secret url,

            @Doc("`array`: one JSON array. `lines`: a JSON object on each line.") @Default("array")
            WebhookSink.Body body,

            @Doc("Signs each post: `Gatehouse-Signature: v1=` and the HMAC-SHA256, in hexadecimal digits, of"
                    + " `Gatehouse-Timestamp`, a dot and the body.")
            @ReferenceOnly
            Optional<Secret> secret,

            @Doc("Sent as a bearer token.") @ReferenceOnly Optional<Secret> token) {}

    /** A collector of Splunk. */
    public record SplunkConfig(
            @Doc("The collector without a path, such as https://splunk.example.com:8088; http only to this machine.")
            @MayRefer
            Secret url,

            @Doc("The collector's token.") @ReferenceOnly Secret token,

            @Doc("The index. Left out: the token's own.") Optional<String> index,

            @Doc("Splunk's `source` of each event.") @Default("gatehouse")
            String source,

            @Doc("Splunk's `sourcetype` of each event.") @Default("gatehouse:audit")
            String sourcetype,

            @Doc(
                    "Waits for the indexers to say that they have a batch, which the token must allow (`useACK`). Without it what"
                            + " waits in the collector's memory can be lost.")
            @Default("true")
            boolean acknowledge) {}

    /** A receiver of syslog. */
    public record SyslogConfig(
            @Doc("Where it listens; 6514 is the usual port. The name must be in its certificate.")
            HostPort address,

            @Doc("A file of certificates (PEM), the only ones that may vouch for it. Left out: those of the platform.")
            Optional<Path> ca,

            @Doc("The facility by its number; 13 is for audits.") @Default("13") @Within(min = "0", max = "23")
            int facility) {}
}
