package dev.gatehouse.audit.table;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a column of {@code audit.event} holds by what an event says as an object.
 *
 * @param type the table's own but for times, which are microseconds
 */
record ReadColumn(String name, String type, Function<ReadRow, Optional<?>> source) {
    private static final long NANOS_PER_MICRO = 1_000;

    /** All but the gateway's id, which is the same in every row. */
    static final List<ReadColumn> ALL = List.of(
            new ReadColumn(
                    "epoch", "int8", row -> Optional.of(row.record().position().epoch())),
            new ReadColumn(
                    "seq", "int8", row -> Optional.of(row.record().position().seq())),
            new ReadColumn("at", "int8", row -> Optional.of(nearestMicro(row.at()))),
            new ReadColumn("keep_days", "int4", row -> Optional.of(row.keepDays())),
            new ReadColumn("wall_ns", "int8", row -> Optional.of(row.record().wallNanos())),
            new ReadColumn("mono_ns", "int8", row -> Optional.of(row.record().monoNanos())),
            new ReadColumn("type", "text", row -> Optional.of(row.type())),
            new ReadColumn("call_id", "text", ReadRow::call),
            new ReadColumn("round", "int4", ReadRow::round),
            new ReadColumn("principal_kind", "text", row -> principal(row).map(p -> EventType.label(p.kind()))),
            new ReadColumn("issuer", "text", ReadRow::issuer),
            new ReadColumn("subject", "text", ReadRow::subjectName),
            new ReadColumn("client_id", "text", ReadRow::clientId),
            new ReadColumn(
                    "agent",
                    "text",
                    row -> principal(row).flatMap(Principal::agent).map(Record::toString)),
            new ReadColumn("owner", "text", row -> row.subject().flatMap(CallSubject::owner)),
            new ReadColumn("bundle", "text", ReadRow::bundle),
            new ReadColumn("virtual_server", "text", ReadRow::server),
            new ReadColumn("upstream", "text", ReadRow::upstream),
            new ReadColumn("tool", "text", row -> row.subject().map(CallSubject::requested)),
            new ReadColumn(
                    "upstream_tool",
                    "text",
                    row -> row.subject().flatMap(CallSubject::target).map(Target::upstreamName)),
            new ReadColumn("method", "text", row -> row.subject().map(CallSubject::method)),
            new ReadColumn("decision", "text", ReadRow::decision),
            new ReadColumn("reasons", "text", ReadRow::reasons),
            new ReadColumn("outcome", "text", ReadRow::outcome),
            new ReadColumn("detail", "text", ReadRow::detail),
            new ReadColumn("duration_us", "int8", row -> row.completed().map(c -> micros(c.duration()))),
            new ReadColumn("argument_sha256", "text", row -> row.arguments().map(Payload::sha256)),
            new ReadColumn("argument_bytes", "int8", row -> row.arguments().map(p -> (long) p.bytes())),
            new ReadColumn("result_sha256", "text", row -> row.result().map(Payload::sha256)),
            new ReadColumn("result_bytes", "int8", row -> row.result().map(p -> (long) p.bytes())),
            new ReadColumn(
                    "payload", "bytea", row -> Optional.of(row.record().kept()).filter(kept -> kept.length > 0)),
            new ReadColumn("peer", "text", ReadRow::peer),
            new ReadColumn("trace_parent", "text", row -> row.subject().flatMap(CallSubject::traceParent)),
            new ReadColumn("session", "text", ReadRow::session),
            new ReadColumn(
                    "protocol_version",
                    "text",
                    row -> row.subject().map(s -> s.version().wireName())),
            new ReadColumn("body", "bytea", row -> Optional.of(row.record().head())));

    /** PostgreSQL's text knows no NUL, and client names may hold one: there it becomes U+FFFD, the body has the truth. */
    @Nullable
    Object of(ReadRow row) {
        Object value = source.apply(row).orElse(null);
        return value instanceof String text && text.indexOf('\0') >= 0 ? text.replace('\0', '\uFFFD') : value;
    }

    private static Optional<Principal> principal(ReadRow row) {
        return row.subject().map(CallSubject::principal);
    }

    /** What PostgreSQL makes of a time given to the nanosecond. */
    private static long nearestMicro(Instant at) {
        long nanos = EpochNanos.of(at);
        return Math.floorDiv(nanos, NANOS_PER_MICRO) + Math.floorMod(nanos, NANOS_PER_MICRO) / (NANOS_PER_MICRO / 2);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / NANOS_PER_MICRO;
    }
}
