package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding;
import java.util.List;
import java.util.Optional;

/** Writes events. Hot: twice per call, so members are few and short. */
final class EventWriter {
    /** Findings beyond this many are not kept. */
    static final int FINDINGS_MAX = 64;

    /** Changed paths of a configuration beyond this many are not kept, and of each no more than so many characters. */
    static final int PATHS_MAX = 128;

    private static final int PATH_CHARS_MAX = 256;

    private static final int EXPECTED_BYTES = 1_024;
    /** Of an outcome, which names its call and says little else. */
    private static final int OUTCOME_BYTES = 512;

    static final String OMITTED = "payloadOmitted";

    private EventWriter() {}

    static EncodedEvent write(AuditEvent event, int keepDays, EventGuard guard) {
        EventObject out = new EventObject(
                        guard, event instanceof AuditEvent.CallCompleted ? OUTCOME_BYTES : EXPECTED_BYTES)
                .put("v", EventCodec.VERSION)
                .own("type", EventType.of(event).label())
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

    private static EncodedEvent attempted(EventObject out, AuditEvent.CallAttempted e) {
        SubjectJson.write(out, e.subject());
        findings(out, e.findings());
        return withPayload(out, "arguments", Optional.of(e.arguments()));
    }

    private static EncodedEvent completed(EventObject out, AuditEvent.CallCompleted e) {
        out.own("call", e.call().value()).put("round", e.round());
        e.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        out.own("outcome", EventType.label(e.outcome()));
        if (!e.detail().isEmpty()) {
            out.put("detail", e.detail());
        }
        out.put("durationNanos", e.duration().toNanos());
        findings(out, e.findings());
        return withPayload(out, "result", e.result());
    }

    private static EncodedEvent refused(EventObject out, AuditEvent.CallRefused e) {
        SubjectJson.write(out, e.subject());
        out.put("kind", e.kind()).put("reason", e.reason());
        findings(out, e.findings());
        return withPayload(out, "arguments", Optional.of(e.arguments()));
    }

    private static EncodedEvent rejected(EventObject out, AuditEvent.CallRejected e) {
        e.server().ifPresent(server -> out.put("server", server.value()));
        return plain(out.put("peer", e.peer()).put("reason", e.reason()).put("count", e.count()));
    }

    private static EncodedEvent notDelivered(EventObject out, AuditEvent.NotDelivered e) {
        return plain(out.own("call", e.call().value()).put("round", e.round()).put("detail", e.detail()));
    }

    private static EncodedEvent abandoned(EventObject out, AuditEvent.CallAbandoned e) {
        out.own("call", e.call().value()).put("round", e.round());
        e.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        return plain(out.put("reason", e.reason()));
    }

    private static EncodedEvent listening(EventObject out, AuditEvent.Listening e) {
        SubjectJson.write(out, e.subject());
        return plain(out.put("watched", e.watched()));
    }

    private static EncodedEvent unsubscribed(EventObject out, AuditEvent.Unsubscribed e) {
        SubjectJson.write(out, e.subject());
        return plain(out);
    }

    private static EncodedEvent shownOut(EventObject out, AuditEvent.ShownOut e) {
        return plain(out.put("server", e.server().value())
                .put("subject", e.subject())
                .put("clientId", e.clientId())
                .put("what", e.what()));
    }

    private static EncodedEvent sessionOpened(EventObject out, AuditEvent.SessionOpened e) {
        SubjectJson.write(out, e.subject());
        return plain(out);
    }

    private static EncodedEvent sessionEnded(EventObject out, AuditEvent.SessionEnded e) {
        return plain(out.put("session", e.session())
                .put("server", e.server().value())
                .put("subject", e.subject())
                .put("clientId", e.clientId())
                .put("how", e.how()));
    }

    private static EncodedEvent tokenAccepted(EventObject out, AuditEvent.TokenAccepted e) {
        return plain(out.put("server", e.server().value())
                .put("issuer", e.issuer())
                .put("subject", e.subject())
                .put("clientId", e.clientId())
                .putIf("grant", e.grant())
                .put("expiresAt", EpochNanos.of(e.expiresAt()))
                .put("peer", e.peer()));
    }

    private static EncodedEvent listed(EventObject out, AuditEvent.Listed e) {
        SubjectJson.write(out, e.subject());
        out.put("shown", e.shown());
        findings(out, e.findings());
        return plain(out);
    }

    private static EncodedEvent tokenIssued(EventObject out, AuditEvent.TokenIssued e) {
        return plain(out.put("clientId", e.clientId())
                .put("subject", e.subject())
                .put("audience", e.audience())
                .put("tokenId", e.tokenId())
                .put("expiresAt", EpochNanos.of(e.expiresAt()))
                .put("peer", e.peer()));
    }

    private static EncodedEvent tokenRefused(EventObject out, AuditEvent.TokenRefused e) {
        return plain(out.putIf("clientId", e.clientId())
                .put("error", e.error())
                .put("reason", e.reason())
                .put("peer", e.peer())
                .put("count", e.count()));
    }

    private static EncodedEvent administered(EventObject out, AuditEvent.Administered e) {
        return plain(out.put("actor", e.actor())
                .put("action", e.action())
                .put("object", e.object())
                .put("detail", e.detail())
                .putJsonIf("before", e.change().before())
                .putJsonIf("after", e.change().after()));
    }

    private static EncodedEvent revisionActivated(EventObject out, AuditEvent.RevisionActivated e) {
        out.put("revision", e.revision()).put("source", e.source()).putIf("previous", e.previous());
        if (!e.changed().isEmpty()) {
            List<String> paths =
                    e.changed().stream().limit(PATHS_MAX).map(EventWriter::path).toList();
            out.put("changed", paths);
        }
        return plain(out);
    }

    private static EncodedEvent upstreamChanged(EventObject out, AuditEvent.UpstreamChanged e) {
        return plain(out.put("upstream", e.upstream().value())
                .put("state", e.state())
                .put("detail", e.detail()));
    }

    private static String path(String path) {
        return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX);
    }

    private static void findings(EventObject out, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        ArrayWriter array = Json.array();
        findings.stream().limit(FINDINGS_MAX).forEach(finding -> array.add(FindingJson.of(finding)));
        out.put("findings", array.build());
    }

    private static EncodedEvent withPayload(EventObject out, String name, Optional<Payload> payload) {
        payload.ifPresent(p ->
                out.put(name, digest -> digest.own("sha256", p.sha256()).put("bytes", p.bytes())));
        return new EncodedEvent(out.build(), payload.flatMap(Payload::kept));
    }

    private static EncodedEvent plain(EventObject out) {
        return new EncodedEvent(out.build(), Optional.empty());
    }
}
