package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Finding;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rules see of an event: small, without payload, made by the thread that records. What an event does not say is empty text.
 *
 * @param types of what was detected in it
 * @param count more than 1 when a flood was summed up
 */
record Occurrence(EventType type, Instant at, Map<Field, String> fields, Set<String> types, long count) {
    /** Begins the actions of what is recorded of alerts: no rule ever sees that. */
    static final String OWN_ACTIONS = "alert.";

    /** What waits to be looked at is bounded, whatever clients call things. */
    private static final int CHARS_MAX = 256;

    /** Empty for what is recorded of alerts themselves. */
    static Optional<Occurrence> of(AuditEvent event) {
        if (event instanceof AuditEvent.Administered administered
                && administered.action().startsWith(OWN_ACTIONS)) {
            return Optional.empty();
        }
        Draft draft = new Draft();
        describe(event, draft);
        return Optional.of(
                new Occurrence(EventType.of(event), event.at(), draft.fields(), types(findings(event)), count(event)));
    }

    private static void describe(AuditEvent event, Draft draft) {
        switch (event) {
            case AuditEvent.CallAttempted e -> draft.subject(e.subject());
            case AuditEvent.CallRefused e -> draft.subject(e.subject()).put(Field.DECISION, e.kind());
            case AuditEvent.Listed e -> draft.subject(e.subject());
            case AuditEvent.Listening e -> draft.subject(e.subject());
            case AuditEvent.Unsubscribed e -> draft.subject(e.subject());
            case AuditEvent.SessionOpened e -> draft.subject(e.subject());
            case AuditEvent.CallCompleted e ->
                draft.put(Field.CALL, e.call().value() + "/" + e.round())
                        .put(Field.BUNDLE, e.bundle().map(BundleName::value).orElse(""))
                        .put(Field.DECISION, EventType.label(e.outcome()));
            case AuditEvent.UpstreamChanged e ->
                draft.put(Field.UPSTREAM, e.upstream().value())
                        .put(Field.DECISION, e.state())
                        .put(Field.DETAIL, e.detail());
            default -> describeOther(event, draft);
        }
    }

    /** What is no call. */
    private static void describeOther(AuditEvent event, Draft draft) {
        switch (event) {
            case AuditEvent.CallRejected e ->
                draft.put(Field.SERVER, e.server().map(ServerName::value).orElse(""))
                        .put(Field.PEER, e.peer())
                        .put(Field.DETAIL, e.reason());
            case AuditEvent.TokenIssued e ->
                draft.put(Field.PRINCIPAL, e.subject())
                        .put(Field.CLIENT, e.clientId())
                        .put(Field.PEER, e.peer());
            case AuditEvent.TokenRefused e ->
                draft.put(Field.CLIENT, e.clientId().orElse(""))
                        .put(Field.PEER, e.peer())
                        .put(Field.DECISION, e.error())
                        .put(Field.DETAIL, e.reason());
            case AuditEvent.Administered e ->
                draft.put(Field.PRINCIPAL, e.actor())
                        .put(Field.ACTION, e.action())
                        .put(Field.OBJECT, e.object())
                        .put(Field.DETAIL, e.detail());
            case AuditEvent.ShownOut e ->
                draft.put(Field.SERVER, e.server().value())
                        .put(Field.PRINCIPAL, e.subject())
                        .put(Field.CLIENT, e.clientId());
            default -> {}
        }
    }

    private static List<Finding> findings(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallAttempted e -> e.findings();
            case AuditEvent.CallRefused e -> e.findings();
            case AuditEvent.CallCompleted e -> e.findings();
            case AuditEvent.Listed e -> e.findings();
            default -> List.of();
        };
    }

    private static long count(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallRejected e -> e.count();
            case AuditEvent.TokenRefused e -> e.count();
            default -> 1;
        };
    }

    String get(Field field) {
        return fields.getOrDefault(field, "");
    }

    boolean has(Field field) {
        return !get(field).isEmpty();
    }

    /** With what its intent said, which an outcome does not repeat. */
    Occurrence after(Occurrence intent) {
        Map<Field, String> all = new EnumMap<>(Field.class);
        all.putAll(intent.fields);
        all.putAll(fields);
        return new Occurrence(type, at, all, types, count);
    }

    private static Set<String> types(List<Finding> findings) {
        Set<String> types = Set.of();
        for (Finding finding : findings) {
            for (Detection detection : finding.detections()) {
                types = types.isEmpty() ? new HashSet<>() : types;
                types.add(detection.type());
            }
        }
        return types;
    }

    private static final class Draft {
        private final Map<Field, String> fields = new EnumMap<>(Field.class);

        Draft put(Field field, String value) {
            if (!value.isEmpty()) {
                fields.put(field, value.length() <= CHARS_MAX ? value : value.substring(0, CHARS_MAX));
            }
            return this;
        }

        Draft subject(CallSubject subject) {
            put(Field.CALL, subject.call().value() + "/" + subject.round())
                    .put(Field.SERVER, subject.server().value())
                    .put(Field.BUNDLE, subject.bundle().map(BundleName::value).orElse(""))
                    .put(Field.PRINCIPAL, subject.principal().label())
                    .put(Field.CLIENT, subject.principal().clientId())
                    .put(Field.TOOL, subject.requested())
                    .put(Field.PEER, subject.peer());
            if (subject.principal().agent().isPresent()) {
                put(Field.AGENT, subject.principal().subject());
            }
            subject.target()
                    .ifPresent(target -> put(Field.UPSTREAM, target.upstream().value()));
            return this;
        }

        Map<Field, String> fields() {
            return fields;
        }
    }
}
