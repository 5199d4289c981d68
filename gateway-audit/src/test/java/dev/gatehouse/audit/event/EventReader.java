package dev.gatehouse.audit.event;

import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.StageId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads back what {@link EventWriter} wrote: nothing in the gateway needs to, so only tests can say that all of it is there. */
public final class EventReader {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private EventReader() {}

    /** With its payload. */
    public static AuditEvent read(SpoolRecord record) throws UnreadableEventException {
        return read(record.head(), record.kept());
    }

    static AuditEvent read(byte[] head, byte[] kept) throws UnreadableEventException {
        Members in = Members.of(EventCodec.open(head));
        Optional<Json> payload = kept.length == 0 ? Optional.empty() : Optional.of(json(kept));
        try {
            return read(in, in.word("type", EventType.class), instant(in.number("at")), payload);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("a name breaks its grammar", e);
        }
    }

    private static AuditEvent read(Members in, EventType type, Instant at, Optional<Json> kept)
            throws UnreadableEventException {
        return switch (type) {
            case CALL_ATTEMPTED ->
                new AuditEvent.CallAttempted(at, SubjectReader.read(in), findings(in), arguments(in, kept));
            case CALL_COMPLETED -> completed(in, at, kept);
            case CALL_REFUSED ->
                new AuditEvent.CallRefused(
                        at,
                        SubjectReader.read(in),
                        in.text("kind"),
                        in.text("reason"),
                        findings(in),
                        arguments(in, kept));
            case CALL_REJECTED ->
                new AuditEvent.CallRejected(
                        at,
                        in.optionalText("server").map(ServerName::new),
                        in.text("peer"),
                        in.text("reason"),
                        in.number("count"));
            case NOT_DELIVERED ->
                new AuditEvent.NotDelivered(at, new CallId(in.text("call")), in.integer("round"), in.text("detail"));
            case CALL_ABANDONED ->
                new AuditEvent.CallAbandoned(
                        at,
                        new CallId(in.text("call")),
                        in.integer("round"),
                        in.optionalText("bundle").map(BundleName::new),
                        in.text("reason"));
            case LISTENING -> new AuditEvent.Listening(at, SubjectReader.read(in), in.integer("watched"));
            case UNSUBSCRIBED -> new AuditEvent.Unsubscribed(at, SubjectReader.read(in));
            case SHOWN_OUT ->
                new AuditEvent.ShownOut(
                        at,
                        new ServerName(in.text("server")),
                        in.text("subject"),
                        in.text("clientId"),
                        in.text("what"));
            case SESSION_OPENED -> new AuditEvent.SessionOpened(at, SubjectReader.read(in));
            case SESSION_ENDED ->
                new AuditEvent.SessionEnded(
                        at,
                        in.text("session"),
                        new ServerName(in.text("server")),
                        in.text("subject"),
                        in.text("clientId"),
                        in.text("how"));
            case TOKEN_ACCEPTED ->
                new AuditEvent.TokenAccepted(
                        at,
                        new ServerName(in.text("server")),
                        in.text("issuer"),
                        in.text("subject"),
                        in.text("clientId"),
                        in.optionalText("grant"),
                        instant(in.number("expiresAt")),
                        in.text("peer"));
            case LISTED -> new AuditEvent.Listed(at, SubjectReader.read(in), in.integer("shown"), findings(in));
            case TOKEN_ISSUED -> tokenIssued(in, at);
            case TOKEN_REFUSED ->
                new AuditEvent.TokenRefused(
                        at,
                        in.optionalText("clientId"),
                        in.text("error"),
                        in.text("reason"),
                        in.text("peer"),
                        in.number("count"));
            case ADMINISTERED ->
                new AuditEvent.Administered(
                        at,
                        in.text("actor"),
                        in.text("action"),
                        in.text("object"),
                        in.text("detail"),
                        new BeforeAfter(in.value("before"), in.value("after")));
            case REVISION_ACTIVATED ->
                new AuditEvent.RevisionActivated(
                        at,
                        in.text("revision"),
                        in.text("source"),
                        in.optionalText("previous"),
                        in.elements("changed").stream()
                                .flatMap(path -> path.string().stream())
                                .toList());
            case UPSTREAM_CHANGED ->
                new AuditEvent.UpstreamChanged(
                        at, new UpstreamId(in.text("upstream")), in.text("state"), in.text("detail"));
        };
    }

    public static Instant instant(long nanos) {
        return nanos == Long.MAX_VALUE
                ? Instant.MAX
                : Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    private static Json json(byte[] text) throws UnreadableEventException {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new UnreadableEventException("not JSON: " + e.getMessage(), e);
        }
    }

    private static AuditEvent completed(Members in, Instant at, Optional<Json> kept) throws UnreadableEventException {
        return new AuditEvent.CallCompleted(
                at,
                new CallId(in.text("call")),
                in.integer("round"),
                in.optionalText("bundle").map(BundleName::new),
                in.word("outcome", AuditEvent.Outcome.class),
                in.optionalText("detail").orElse(""),
                Duration.ofNanos(in.number("durationNanos")),
                findings(in),
                payload(in, "result", kept));
    }

    private static AuditEvent tokenIssued(Members in, Instant at) throws UnreadableEventException {
        return new AuditEvent.TokenIssued(
                at,
                in.text("clientId"),
                in.text("subject"),
                in.text("audience"),
                in.text("tokenId"),
                instant(in.number("expiresAt")),
                in.text("peer"));
    }

    private static List<Finding> findings(Members in) throws UnreadableEventException {
        List<Finding> findings = new ArrayList<>();
        for (Json element : in.elements("findings")) {
            Members finding = Members.of(element);
            findings.add(
                    new Finding(new StageId(finding.text("stage")), finding.text("decision"), finding.text("reason")));
        }
        return findings;
    }

    private static Payload arguments(Members in, Optional<Json> kept) throws UnreadableEventException {
        return payload(in, "arguments", kept).orElseThrow(() -> new UnreadableEventException("no arguments"));
    }

    private static Optional<Payload> payload(Members in, String name, Optional<Json> kept)
            throws UnreadableEventException {
        Optional<Members> digest = in.object(name);
        return digest.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Payload(digest.get().text("sha256"), digest.get().integer("bytes"), kept));
    }
}
