package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/** For how many days an event is kept: as its bundle says when it happens, and written into it. */
@FunctionalInterface
public interface EventKeep {
    /** The name of the member. */
    String MEMBER = "keep";

    /** What belongs to no bundle, and what no configuration speaks of. */
    int DEFAULT_DAYS = 400;

    EventKeep DEFAULT = _ -> DEFAULT_DAYS;

    /** @param bundle empty for what concerns the gateway as a whole */
    int days(Optional<BundleName> bundle);

    default int days(AuditEvent event) {
        return days(bundle(event));
    }

    /** What an event says of it; for ever when it says nothing. */
    static Lifetime of(byte[] head) {
        try {
            Json event = Json.read(head);
            OptionalLong days = integer(event, MEMBER);
            OptionalLong at = integer(event, "at");
            boolean isSaid = days.isPresent() && at.isPresent() && days.getAsLong() == (int) days.getAsLong();
            return isSaid ? Lifetime.of((int) days.getAsLong(), at.getAsLong()) : Lifetime.FOR_EVER;
        } catch (JsonSyntaxException e) {
            return Lifetime.FOR_EVER;
        }
    }

    private static OptionalLong integer(Json event, String member) {
        return event.member(member).map(Json::integer).orElse(OptionalLong.empty());
    }

    /** The bundle that an event belongs to; empty when it belongs to none. */
    static Optional<BundleName> bundle(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallAttempted e -> e.subject().bundle();
            case AuditEvent.CallRefused e -> e.subject().bundle();
            case AuditEvent.CallCompleted e -> e.bundle();
            case AuditEvent.CallAbandoned e -> e.bundle();
            case AuditEvent.Listed e -> e.subject().bundle();
            case AuditEvent.Listening e -> e.subject().bundle();
            case AuditEvent.Unsubscribed e -> e.subject().bundle();
            default -> Optional.empty();
        };
    }
}
