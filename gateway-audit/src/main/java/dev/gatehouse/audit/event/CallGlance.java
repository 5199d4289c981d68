package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.policy.CallId;
import java.util.Optional;
import java.util.OptionalLong;

/** What recovery must know of an event, found without reading the rest: a full segment holds a hundred thousand. */
public record CallGlance(Kind kind, String call, int round, Optional<String> bundle) {

    /** What an event says of a round. */
    public enum Kind {
        INTENT,
        OUTCOME,
        /** An outcome after which the call waits here for an answer. */
        ASKED,
        REFUSED,
        ABANDONED
    }

    private static final String ATTEMPTED = EventType.CALL_ATTEMPTED.label();
    private static final String COMPLETED = EventType.CALL_COMPLETED.label();
    private static final String REFUSED = EventType.CALL_REFUSED.label();
    private static final String ABANDONED = EventType.CALL_ABANDONED.label();
    private static final String ASKED = EventType.label(AuditEvent.Outcome.ASKED);

    /** Empty for an event that neither opens nor closes a call. */
    public static Optional<CallGlance> of(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallAttempted e -> Optional.of(of(Kind.INTENT, e.subject()));
            case AuditEvent.CallRefused e -> Optional.of(of(Kind.REFUSED, e.subject()));
            case AuditEvent.CallAbandoned e -> Optional.of(of(Kind.ABANDONED, e.call(), e.round(), e.bundle()));
            case AuditEvent.CallCompleted e -> {
                boolean waits = e.outcome() == AuditEvent.Outcome.ASKED && isKept(e.detail());
                yield Optional.of(of(waits ? Kind.ASKED : Kind.OUTCOME, e.call(), e.round(), e.bundle()));
            }
            default -> Optional.empty();
        };
    }

    /** The same from the written form. */
    public static Optional<CallGlance> at(byte[] head) throws UnreadableEventException {
        try {
            Json event = Json.read(head);
            Optional<Kind> kind = kind(event);
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            OptionalLong round = event.member("round").map(Json::integer).orElse(OptionalLong.empty());
            return Optional.of(new CallGlance(
                    kind.get(),
                    event.text("call").orElseThrow(() -> new UnreadableEventException("no call id")),
                    (int) round.orElseThrow(() -> new UnreadableEventException("no round")),
                    event.text("bundle")));
        } catch (JsonSyntaxException e) {
            throw new UnreadableEventException("not JSON: " + e.getMessage(), e);
        }
    }

    private static Optional<Kind> kind(Json event) {
        String type = event.text("type").orElse("");
        if (type.equals(ATTEMPTED)) {
            return Optional.of(Kind.INTENT);
        }
        if (type.equals(COMPLETED)) {
            boolean waits = event.text("outcome").equals(Optional.of(ASKED))
                    && isKept(event.text("detail").orElse(""));
            return Optional.of(waits ? Kind.ASKED : Kind.OUTCOME);
        }
        if (type.equals(REFUSED)) {
            return Optional.of(Kind.REFUSED);
        }
        return type.equals(ABANDONED) ? Optional.of(Kind.ABANDONED) : Optional.empty();
    }

    private static boolean isKept(String detail) {
        return !detail.equals(AuditEvent.CallCompleted.DETACHED);
    }

    private static CallGlance of(Kind kind, CallSubject subject) {
        return of(kind, subject.call(), subject.round(), subject.bundle());
    }

    private static CallGlance of(Kind kind, CallId call, int round, Optional<BundleName> bundle) {
        return new CallGlance(kind, call.value(), round, bundle.map(BundleName::value));
    }
}
