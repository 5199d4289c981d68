package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The audit trail of the gateway as a whole; bundles say what theirs keeps. */
public record TrailConfig(
        @Doc("How long what belongs to no bundle is kept: credentials refused, changes made, the life of upstreams.")
        @Default("400d")
        @Within(min = "30d", max = "3650d")
        Duration retention,

        @Doc("Where checkpoints of the sealed trail are taken, every minute: places that whoever administers the"
                + " gateway or its database cannot change afterwards. Without one, the newest records could be cut"
                + " off unnoticed by whoever holds the gateway's key.")
        List<AnchorConfig> anchors,

        @Doc("Where records go before they are dropped because their time is over. Without it, they are dropped.")
        Optional<ArchiveConfig> archive,

        @Doc("In which form records speak of people, so that they can be erased. See docs/audit-fields.md.")
        FieldsConfig fields,

        @Doc(
                "Where records are taken besides, out of PostgreSQL and at least once each: what is away gets them later. See"
                        + " docs/audit-sinks.md.")
        List<SinkConfig> sinks,

        @Doc(
                "What is watched, and who is told of it; see docs/audit-alerts.md. Left out: nothing; `{}` watches what is usual.")
        Optional<AlertsConfig> alerts) {

    /** Where records go that are dropped: exactly one of its kinds. */
    public record ArchiveConfig(
            @Doc("A directory that takes a file for each gateway, day and number of days: an export that"
                    + " `gatehouse audit verify` proves by itself.")
            Optional<Path> directory,

            @Doc(
                    "A bucket of Amazon S3, or of what speaks its protocol, that takes the same files as objects. The key needs"
                            + " `s3:AbortMultipartUpload` besides.")
            Optional<S3Config> s3) {}

    /** One place: exactly one of its kinds. */
    public record AnchorConfig(
            @Doc("A file that grows by a signed note: on a disk that is written once, or one that others collect.")
            Optional<Path> file,

            @Doc(
                    "A bucket of Amazon S3, or of what speaks its protocol, that gets an object for each signed note. It needs a"
                            + " `lock`: without one, whoever may write there may change what is there.")
            Optional<S3Config> s3,

            @Doc("A collector of syslog that gets a message for each signed note, over TLS.")
            Optional<SyslogConfig> syslog) {}
}
