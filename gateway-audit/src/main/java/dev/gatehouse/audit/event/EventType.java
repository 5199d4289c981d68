package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of event types in records and in the database. Written for ever: add, never rename. */
public enum EventType {
    CALL_REJECTED,
    CALL_REFUSED,
    CALL_ATTEMPTED,
    CALL_COMPLETED,
    CALL_ABANDONED,
    NOT_DELIVERED,
    LISTED,
    LISTENING,
    UNSUBSCRIBED,
    SHOWN_OUT,
    SESSION_OPENED,
    SESSION_ENDED,
    TOKEN_ACCEPTED,
    TOKEN_ISSUED,
    TOKEN_REFUSED,
    ADMINISTERED,
    REVISION_ACTIVATED,
    UPSTREAM_CHANGED;

    private static final Map<String, EventType> BY_LABEL =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(type -> type.label, type -> type));

    private final String label = label(this);

    public static EventType of(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallRejected _ -> CALL_REJECTED;
            case AuditEvent.CallRefused _ -> CALL_REFUSED;
            case AuditEvent.CallAttempted _ -> CALL_ATTEMPTED;
            case AuditEvent.CallCompleted _ -> CALL_COMPLETED;
            case AuditEvent.NotDelivered _ -> NOT_DELIVERED;
            case AuditEvent.CallAbandoned _ -> CALL_ABANDONED;
            case AuditEvent.Listed _ -> LISTED;
            case AuditEvent.Listening _ -> LISTENING;
            case AuditEvent.Unsubscribed _ -> UNSUBSCRIBED;
            case AuditEvent.ShownOut _ -> SHOWN_OUT;
            case AuditEvent.SessionOpened _ -> SESSION_OPENED;
            case AuditEvent.SessionEnded _ -> SESSION_ENDED;
            case AuditEvent.TokenAccepted _ -> TOKEN_ACCEPTED;
            case AuditEvent.TokenIssued _ -> TOKEN_ISSUED;
            case AuditEvent.TokenRefused _ -> TOKEN_REFUSED;
            case AuditEvent.Administered _ -> ADMINISTERED;
            case AuditEvent.RevisionActivated _ -> REVISION_ACTIVATED;
            case AuditEvent.UpstreamChanged _ -> UPSTREAM_CHANGED;
        };
    }

    /** {@code call_attempted}. */
    public String label() {
        return label;
    }

    public static Optional<EventType> ofLabel(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** How every enum of an event is written. */
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
