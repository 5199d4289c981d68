package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.Finding;
import java.util.List;
import java.util.Optional;

/** Writes events. Hot: twice per call, so members are few and short. */
final class EventWriter {
    /** Text that comes from outside is cut to this many characters: names, reasons, details, addresses. */
    static final int TEXT_CHARS_MAX = 2_048;
    /** Findings beyond this many are not kept. */
    static final int FINDINGS_MAX = 64;

    /** Changed paths of a configuration beyond this many are not kept, and of each no more than so many characters. */
    static final int PATHS_MAX = 128;

    private static final int PATH_CHARS_MAX = 256;

    private static final int EXPECTED_BYTES = 1_024;

    static final String OMITTED = "payloadOmitted";

    private EventWriter() {}

    static EncodedEvent write(AuditEvent event, int keepDays) {
        ObjectWriter out = Json.object(EXPECTED_BYTES)
                .put("v", EventCodec.VERSION)
                .put("type", EventType.of(event).label())
                .put("at", EpochNanos.of(event.at()))
                .put(EventKeep.MEMBER, keepDays);
        return switch (event) {
            case AuditEvent.CallAttempted e -> attempted(out, e);
            case AuditEvent.CallCompleted e -> completed(out, e);
            case AuditEvent.CallRefused e -> refused(out, e);
            case AuditEvent.CallRejected e -> rejected(out, e);
            case AuditEvent.NotDelivered e -> notDelivered(out, e);
            case AuditEvent.CallAbandoned e -> abandoned(out, e);
            case AuditEvent.Listed e -> listed(out, e);
            case AuditEvent.Listening e -> listening(out, e);
            case AuditEvent.Unsubscribed e -> unsubscribed(out, e);
            case AuditEvent.ShownOut e -> shownOut(out, e);
            case AuditEvent.SessionOpened e -> sessionOpened(out, e);
            case AuditEvent.SessionEnded e -> sessionEnded(out, e);
            case AuditEvent.TokenAccepted e -> tokenAccepted(out, e);
            case AuditEvent.TokenIssued e -> tokenIssued(out, e);
            case AuditEvent.TokenRefused e -> tokenRefused(out, e);
            case AuditEvent.Administered e -> administered(out, e);
            case AuditEvent.RevisionActivated e -> revisionActivated(out, e);
            case AuditEvent.UpstreamChanged e -> upstreamChanged(out, e);
        };
    }

    private static EncodedEvent attempted(ObjectWriter out, AuditEvent.CallAttempted e) {
        SubjectJson.write(out, e.subject());
        findings(out, e.findings());
        return withPayload(out, "arguments", Optional.of(e.arguments()));
    }

    private static EncodedEvent completed(ObjectWriter out, AuditEvent.CallCompleted e) {
        out.put("call", e.call().value()).put("round", e.round());
        e.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        out.put("outcome", EventType.label(e.outcome()));
        if (!e.detail().isEmpty()) {
            out.put("detail", cut(e.detail()));
        }
        out.put("durationNanos", e.duration().toNanos());
        findings(out, e.findings());
        return withPayload(out, "result", e.result());
    }

    private static EncodedEvent refused(ObjectWriter out, AuditEvent.CallRefused e) {
        SubjectJson.write(out, e.subject());
        out.put("kind", e.kind()).put("reason", cut(e.reason()));
        findings(out, e.findings());
        return withPayload(out, "arguments", Optional.of(e.arguments()));
    }

    private static EncodedEvent rejected(ObjectWriter out, AuditEvent.CallRejected e) {
        e.server().ifPresent(server -> out.put("server", server.value()));
        return plain(
                out.put("peer", cut(e.peer())).put("reason", cut(e.reason())).put("count", e.count()));
    }

    private static EncodedEvent notDelivered(ObjectWriter out, AuditEvent.NotDelivered e) {
        return plain(out.put("call", e.call().value()).put("round", e.round()).put("detail", cut(e.detail())));
    }

    private static EncodedEvent abandoned(ObjectWriter out, AuditEvent.CallAbandoned e) {
        out.put("call", e.call().value()).put("round", e.round());
        e.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        return plain(out.put("reason", cut(e.reason())));
    }

    private static EncodedEvent listening(ObjectWriter out, AuditEvent.Listening e) {
        SubjectJson.write(out, e.subject());
        return plain(out.put("watched", e.watched()));
    }

    private static EncodedEvent unsubscribed(ObjectWriter out, AuditEvent.Unsubscribed e) {
        SubjectJson.write(out, e.subject());
        return plain(out);
    }

    private static EncodedEvent shownOut(ObjectWriter out, AuditEvent.ShownOut e) {
        return plain(out.put("server", e.server().value())
                .put("subject", cut(e.subject()))
                .put("clientId", cut(e.clientId()))
                .put("what", cut(e.what())));
    }

    private static EncodedEvent sessionOpened(ObjectWriter out, AuditEvent.SessionOpened e) {
        SubjectJson.write(out, e.subject());
        return plain(out);
    }

    private static EncodedEvent sessionEnded(ObjectWriter out, AuditEvent.SessionEnded e) {
        return plain(out.put("session", e.session())
                .put("server", e.server().value())
                .put("subject", cut(e.subject()))
                .put("clientId", cut(e.clientId()))
                .put("how", cut(e.how())));
    }

    private static EncodedEvent tokenAccepted(ObjectWriter out, AuditEvent.TokenAccepted e) {
        return plain(out.put("server", e.server().value())
                .put("issuer", cut(e.issuer()))
                .put("subject", cut(e.subject()))
                .put("clientId", cut(e.clientId()))
                .putIf("grant", e.grant().map(EventWriter::cut))
                .put("expiresAt", EpochNanos.of(e.expiresAt()))
                .put("peer", cut(e.peer())));
    }

    private static EncodedEvent listed(ObjectWriter out, AuditEvent.Listed e) {
        SubjectJson.write(out, e.subject());
        out.put("shown", e.shown());
        findings(out, e.findings());
        return plain(out);
    }

    private static EncodedEvent tokenIssued(ObjectWriter out, AuditEvent.TokenIssued e) {
        return plain(out.put("clientId", cut(e.clientId()))
                .put("subject", cut(e.subject()))
                .put("audience", cut(e.audience()))
                .put("tokenId", cut(e.tokenId()))
                .put("expiresAt", EpochNanos.of(e.expiresAt()))
                .put("peer", cut(e.peer())));
    }

    private static EncodedEvent tokenRefused(ObjectWriter out, AuditEvent.TokenRefused e) {
        return plain(out.putIf("clientId", e.clientId().map(EventWriter::cut))
                .put("error", cut(e.error()))
                .put("reason", cut(e.reason()))
                .put("peer", cut(e.peer()))
                .put("count", e.count()));
    }

    private static EncodedEvent administered(ObjectWriter out, AuditEvent.Administered e) {
        return plain(out.put("actor", cut(e.actor()))
                .put("action", cut(e.action()))
                .put("object", cut(e.object()))
                .put("detail", cut(e.detail()))
                .putJsonIf("before", e.change().before())
                .putJsonIf("after", e.change().after()));
    }

    private static EncodedEvent revisionActivated(ObjectWriter out, AuditEvent.RevisionActivated e) {
        out.put("revision", cut(e.revision()))
                .put("source", cut(e.source()))
                .putIf("previous", e.previous().map(EventWriter::cut));
        if (!e.changed().isEmpty()) {
            List<String> paths =
                    e.changed().stream().limit(PATHS_MAX).map(EventWriter::path).toList();
            out.put("changed", Json.ofStrings(paths));
        }
        return plain(out);
    }

    private static EncodedEvent upstreamChanged(ObjectWriter out, AuditEvent.UpstreamChanged e) {
        return plain(out.put("upstream", e.upstream().value())
                .put("state", cut(e.state()))
                .put("detail", cut(e.detail())));
    }

    private static String path(String path) {
        return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX);
    }

    private static void findings(ObjectWriter out, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        ArrayWriter array = Json.array();
        findings.stream().limit(FINDINGS_MAX).forEach(finding -> array.add(FindingJson.of(finding)));
        out.put("findings", array.build());
    }

    private static EncodedEvent withPayload(ObjectWriter out, String name, Optional<Payload> payload) {
        payload.ifPresent(p -> out.put(
                name,
                Json.object().put("sha256", p.sha256()).put("bytes", p.bytes()).build()));
        return new EncodedEvent(out.build(), payload.flatMap(Payload::kept));
    }

    private static EncodedEvent plain(ObjectWriter out) {
        return new EncodedEvent(out.build(), Optional.empty());
    }

    /** Half a surrogate pair left by the cut is written as U+FFFD. */
    static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }
}
