package dev.gatehouse.audit.table;

import static dev.gatehouse.audit.table.Fields.inside;
import static dev.gatehouse.audit.table.Fields.joined;
import static dev.gatehouse.audit.table.Fields.number;
import static dev.gatehouse.audit.table.Fields.skipped;
import static dev.gatehouse.audit.table.Fields.text;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.table.Fields.Field;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the columns of {@code audit.event} say of each type of event. */
final class EventFields {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final String AGENT = EventType.label(Principal.Kind.AGENT);

    private static final Fields HEAD = Fields.of(
            skipped("v"),
            text("type", Column.TYPE),
            new Field("at", (value, row) -> row.at(Fields.integer("at", value))),
            new Field(EventKeep.MEMBER, EventFields::keep));

    private static final Fields ROUND = HEAD.and(text("call", Column.CALL_ID), number("round", Column.ROUND));

    private static final Fields TARGET = Fields.of(
            skipped("kind"),
            skipped("name"),
            text("upstream", Column.UPSTREAM),
            text("upstreamName", Column.UPSTREAM_TOOL));

    private static final Fields PRINCIPAL = Fields.of(
            text("kind", Column.PRINCIPAL_KIND),
            text("issuer", Column.ISSUER),
            text("subject", Column.SUBJECT),
            text("clientId", Column.CLIENT_ID));

    private static final Fields SUBJECT = ROUND.and(
            text("method", Column.METHOD),
            text("requested", Column.TOOL),
            inside("target", TARGET),
            text("server", Column.VIRTUAL_SERVER),
            text("bundle", Column.BUNDLE),
            new Field("principal", EventFields::principal),
            text("owner", Column.OWNER),
            text("protocol", Column.PROTOCOL_VERSION),
            skipped("clientName"),
            skipped("clientVersion"),
            text("session", Column.SESSION),
            text("traceParent", Column.TRACE_PARENT),
            text("peer", Column.PEER));

    /** One line per reason. */
    private static final Fields FINDING = Fields.of(
            joined("stage", Column.REASONS, "\n"),
            joined("decision", Column.REASONS, " "),
            joined("reason", Column.REASONS, ": "),
            skipped("detected"),
            skipped("detections"));

    private static final Field FINDINGS = new Field("findings", EventFields::findings);

    private static final Field ARGUMENTS = inside(
            "arguments", Fields.of(text("sha256", Column.ARGUMENT_SHA256), number("bytes", Column.ARGUMENT_BYTES)));

    private static final Field RESULT =
            inside("result", Fields.of(text("sha256", Column.RESULT_SHA256), number("bytes", Column.RESULT_BYTES)));

    private static final Map<EventType, EventFields> BY_TYPE = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            BY_TYPE.put(type, new EventFields(said(type), fields(type)));
        }
    }

    private final Map<Column, byte[]> said;
    private final Fields fields;

    private EventFields(Map<Column, String> said, Fields fields) {
        this.said = new EnumMap<>(Column.class);
        said.forEach((column, text) -> this.said.put(column, text.getBytes(US_ASCII)));
        this.fields = fields;
    }

    /** Reads the written form of an event into the columns of one row. */
    static void take(byte[] head, RowBatch row) throws UnreadableEventException {
        Json event = EventCodec.open(head);
        EventFields known = EventType.ofLabel(event.text("type").orElse(""))
                .map(BY_TYPE::get)
                .orElseThrow(() -> new UnreadableEventException("no type that is known"));
        known.said.forEach((column, text) -> row.of(column).append(text));
        known.fields.take(event, row);
    }

    /** What the type alone says. */
    private static Map<Column, String> said(EventType type) {
        return switch (type) {
            case CALL_ATTEMPTED, TOKEN_ISSUED, TOKEN_ACCEPTED -> Map.of(Column.DECISION, "allowed");
            case CALL_REJECTED -> Map.of(Column.DECISION, "rejected");
            case CALL_REFUSED -> Map.of(Column.OUTCOME, "refused");
            case CALL_ABANDONED -> Map.of(Column.OUTCOME, "abandoned");
            case CALL_COMPLETED -> Map.of(Column.DETAIL, "");
            default -> Map.of();
        };
    }

    private static Fields fields(EventType type) {
        return switch (type) {
            case CALL_ATTEMPTED -> SUBJECT.and(FINDINGS, ARGUMENTS);
            case CALL_COMPLETED ->
                ROUND.and(
                        text("bundle", Column.BUNDLE),
                        text("outcome", Column.OUTCOME),
                        text("detail", Column.DETAIL),
                        new Field("durationNanos", EventFields::duration),
                        FINDINGS,
                        RESULT);
            case CALL_REFUSED ->
                SUBJECT.and(text("kind", Column.DECISION), text("reason", Column.REASONS), FINDINGS, ARGUMENTS);
            case CALL_REJECTED ->
                HEAD.and(
                        text("server", Column.VIRTUAL_SERVER),
                        text("peer", Column.PEER),
                        text("reason", Column.REASONS));
            case NOT_DELIVERED -> ROUND.and(text("detail", Column.DETAIL));
            case CALL_ABANDONED -> ROUND.and(text("bundle", Column.BUNDLE), text("reason", Column.DETAIL));
            case LISTENING -> SUBJECT.and(counted("watched"));
            case UNSUBSCRIBED -> SUBJECT;
            case SESSION_OPENED -> SUBJECT;
            case LISTED -> SUBJECT.and(counted("shown"), FINDINGS);
            default -> besides(type);
        };
    }

    /** What is about no call. */
    private static Fields besides(EventType type) {
        return switch (type) {
            case SHOWN_OUT ->
                HEAD.and(
                        text("server", Column.VIRTUAL_SERVER),
                        text("subject", Column.SUBJECT),
                        text("clientId", Column.CLIENT_ID),
                        text("what", Column.DETAIL));
            case SESSION_ENDED ->
                HEAD.and(
                        text("session", Column.SESSION),
                        text("server", Column.VIRTUAL_SERVER),
                        text("subject", Column.SUBJECT),
                        text("clientId", Column.CLIENT_ID),
                        text("how", Column.DETAIL));
            case TOKEN_ACCEPTED ->
                HEAD.and(
                        text("server", Column.VIRTUAL_SERVER),
                        text("issuer", Column.ISSUER),
                        text("subject", Column.SUBJECT),
                        text("clientId", Column.CLIENT_ID),
                        text("peer", Column.PEER));
            case TOKEN_ISSUED ->
                HEAD.and(
                        text("clientId", Column.CLIENT_ID), text("subject", Column.SUBJECT), text("peer", Column.PEER));
            case TOKEN_REFUSED ->
                HEAD.and(
                        text("clientId", Column.CLIENT_ID),
                        text("error", Column.DECISION),
                        text("reason", Column.REASONS),
                        text("peer", Column.PEER));
            case ADMINISTERED ->
                HEAD.and(
                        text("actor", Column.SUBJECT),
                        text("action", Column.DETAIL),
                        joined("object", Column.DETAIL, " "),
                        joined("detail", Column.DETAIL, " "),
                        skipped("before"),
                        skipped("after"));
            case REVISION_ACTIVATED ->
                HEAD.and(
                        text("revision", Column.DETAIL),
                        joined("source", Column.DETAIL, " "),
                        skipped("previous"),
                        skipped("changed"));
            case UPSTREAM_CHANGED ->
                HEAD.and(
                        text("upstream", Column.UPSTREAM),
                        text("state", Column.OUTCOME),
                        text("detail", Column.DETAIL));
            default -> throw new IllegalArgumentException("no columns are known of " + type);
        };
    }

    private static void principal(Json principal, RowBatch row) throws UnreadableEventException {
        PRINCIPAL.take(principal, row);
        Optional<Json> agent = principal.text("kind").filter(AGENT::equals).flatMap(_ -> principal.member("subject"));
        if (agent.isPresent()) {
            row.of(Column.AGENT).append(RowBatch.NOTHING, agent.get());
        }
    }

    private static void findings(Json findings, RowBatch row) throws UnreadableEventException {
        if (!findings.isArray()) {
            throw new UnreadableEventException("\"findings\" is no array");
        }
        Cursor finding = findings.cursor();
        while (finding.next()) {
            FINDING.take(finding.value(), row);
        }
    }

    private static void keep(Json days, RowBatch row) throws UnreadableEventException {
        row.keep(Math.clamp(Fields.integer(EventKeep.MEMBER, days), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static void duration(Json nanos, RowBatch row) throws UnreadableEventException {
        row.of(Column.DURATION_US).add(Fields.integer("durationNanos", nanos) / NANOS_PER_MICRO);
    }

    /** {@code 14 shown}. */
    private static Field counted(String member) {
        return new Field(member, (value, row) -> {
            String count = Fields.integer(member, value) + " " + member;
            row.of(Column.DETAIL).append(count.getBytes(US_ASCII));
        });
    }
}
