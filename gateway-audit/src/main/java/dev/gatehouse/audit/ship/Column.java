package dev.gatehouse.audit.ship;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@code audit.event} that comes from a record.
 *
 * @param type what its values are sent as: the table's own type but for times, which are sent as microseconds
 */
record Column(String name, String type, Function<Row, Optional<?>> source) {
    private static final long NANOS_PER_MICRO = 1_000;

    /** All but the gateway's id, which is the same in every row. */
    static final List<Column> ALL = List.of(
            new Column(
                    "epoch",
                    "bigint",
                    row -> Optional.of(row.record().position().epoch())),
            new Column(
                    "seq", "bigint", row -> Optional.of(row.record().position().seq())),
            new Column("at", "bigint", row -> Optional.of(nearestMicro(row.at()))),
            new Column("type", "text", row -> Optional.of(row.type())),
            new Column("call_id", "text", Row::call),
            new Column("round", "integer", Row::round),
            new Column("principal_kind", "text", row -> principal(row).map(p -> EventType.label(p.kind()))),
            new Column("issuer", "text", row -> principal(row).map(Principal::issuer)),
            new Column("subject", "text", Row::subjectName),
            new Column("client_id", "text", Row::clientId),
            new Column(
                    "agent",
                    "text",
                    row -> principal(row).flatMap(Principal::agent).map(Record::toString)),
            new Column("owner", "text", row -> row.subject().flatMap(CallSubject::owner)),
            new Column("bundle", "text", Row::bundle),
            new Column("virtual_server", "text", Row::server),
            new Column("upstream", "text", Row::upstream),
            new Column("tool", "text", row -> row.subject().map(CallSubject::requested)),
            new Column(
                    "upstream_tool",
                    "text",
                    row -> row.subject().flatMap(CallSubject::target).map(Target::upstreamName)),
            new Column("method", "text", row -> row.subject().map(CallSubject::method)),
            new Column("decision", "text", Row::decision),
            new Column("reasons", "text", Row::reasons),
            new Column("outcome", "text", Row::outcome),
            new Column("detail", "text", Row::detail),
            new Column("duration_us", "bigint", row -> row.completed().map(c -> micros(c.duration()))),
            new Column("argument_sha256", "text", row -> row.arguments().map(Payload::sha256)),
            new Column("argument_bytes", "bigint", row -> row.arguments().map(p -> (long) p.bytes())),
            new Column("result_sha256", "text", row -> row.result().map(Payload::sha256)),
            new Column("result_bytes", "bigint", row -> row.result().map(p -> (long) p.bytes())),
            new Column(
                    "payload", "bytea", row -> Optional.of(row.record().kept()).filter(kept -> kept.length > 0)),
            new Column("peer", "text", Row::peer),
            new Column("trace_parent", "text", row -> row.subject().flatMap(CallSubject::traceParent)),
            new Column(
                    "protocol_version",
                    "text",
                    row -> row.subject().map(s -> s.version().wireName())),
            new Column("body", "bytea", row -> Optional.of(row.record().head())));

    /** PostgreSQL's text knows no NUL, and client names may hold one: there it becomes U+FFFD, the body has the truth. */
    private @Nullable Object of(Row row) {
        Object value = source.apply(row).orElse(null);
        return value instanceof String text && text.indexOf('\0') >= 0 ? text.replace('\0', '\uFFFD') : value;
    }

    /** The values of many rows, in an array of the one element type that the driver sends in binary. */
    Object[] of(List<Row> rows) {
        Object[] values = switch (type) {
            case "bytea" -> new byte[rows.size()][];
            case "bigint" -> new Long[rows.size()];
            case "integer" -> new Integer[rows.size()];
            default -> new String[rows.size()];
        };
        Arrays.setAll(values, i -> of(rows.get(i)));
        return values;
    }

    private static Optional<Principal> principal(Row row) {
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
