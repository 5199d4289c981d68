package dev.gatehouse.server.config;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.sink.SinkFormat;
import dev.gatehouse.audit.sink.WebhookSink;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import java.net.URI;
import java.time.Duration;
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

        @Doc(
                "Puts records into a bucket of Amazon S3, or of what speaks its protocol: objects of compressed JSON lines.")
        Optional<S3Config> s3,

        @Doc("Posts records to Microsoft Sentinel, through the Logs Ingestion API of Azure Monitor.")
        Optional<SentinelConfig> sentinel,

        @Doc(
                "With `s3`, how long an object waits for more records, unless it is full: 20,000, or 8 MiB of them. Left out: `1m`.")
        @Within(min = "1s", max = "1h")
        Optional<Duration> every,

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

    /** A stream of a data collection rule. */
    public record SentinelConfig(
            @Doc("The data collection endpoint, or the rule's own one, without a path, such as"
                    + " https://audit-abcd.westeurope-1.ingest.monitor.azure.com.")
            URI endpoint,

            @Doc("The immutable id of the data collection rule, `dcr-` and 32 digits.")
            String rule,

            @Doc("The stream, as the rule declares it: `Custom-` and a name.")
            String stream,

            @Doc("The id of the tenant, or one of its domains.")
            String tenant,

            @Doc("The id of the application, which must have the role *Monitoring Metrics Publisher* on the rule.")
            String clientId,

            @Doc("A secret of the application.") @ReferenceOnly
            Secret clientSecret,

            @Doc("Where tokens are asked for; another in other clouds than the public one.")
            @Default("https://login.microsoftonline.com")
            URI login,

            @Doc("What tokens are asked for; another in other clouds than the public one.")
            @Default("https://monitor.azure.com//.default")
            String scope) {}
}
