package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;

/**
 * Puts what an event says of people into the form in which it may be recorded. Asked for every event, by the thread that
 * records it.
 */
@FunctionalInterface
public interface EventVeil {
    EventVeil NONE = (_, written) -> written;

    /**
     * The event as it may be recorded; the very same where nothing has to become of it.
     *
     * @throws AuditUnavailableException when it cannot be put into that form, such as for want of a place for a new key
     */
    EncodedEvent veil(AuditEvent event, EncodedEvent written) throws AuditUnavailableException;
}
