package dev.gatehouse.bench;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A tool call as the trail tells it, and a database for it. */
record RecordedCall(CallSubject subject) {
    private static final Payload PAYLOAD = new Payload(
            "ab".repeat(32),
            60,
            Optional.of(Json.object()
                    .put("path", "/srv/projects/engineering/notes.md")
                    .put("limit", 40)
                    .build()));

    /** @param number tells it from all others */
    RecordedCall(int number) {
        this(subject(new CallId("call-" + number)));
    }

    AuditEvent intent() {
        return new AuditEvent.CallAttempted(Instant.now(), subject, List.of(), PAYLOAD);
    }

    AuditEvent outcome() {
        return new AuditEvent.CallCompleted(
                Instant.now(),
                subject.call(),
                0,
                subject.bundle(),
                AuditEvent.Outcome.OK,
                "",
                Duration.ofMillis(12),
                List.of(),
                Optional.of(PAYLOAD));
    }

    /** With the trail's tables in it. */
    static DataSource database(EmbeddedPostgres postgres) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.user());
        database.setPassword(postgres.password());
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        return database;
    }

    private static CallSubject subject(CallId call) {
        Principal principal = new Principal(
                Principal.Kind.AGENT,
                "https://gw.example",
                "release-bot",
                "agent_release-bot_1",
                Set.of("engineering"),
                Set.of("execute:tools"),
                Instant.MAX);
        return new CallSubject(
                call,
                0,
                "tools/call",
                "files_read_file",
                Optional.of(new Target(Primitive.TOOL, "files_read_file", new UpstreamId("files"), "read_file")),
                new ServerName("engineering"),
                Optional.of(new BundleName("engineering")),
                principal,
                Optional.of("ann@example.com"),
                ProtocolVersion.V2026_07_28,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "192.0.2.7");
    }
}
