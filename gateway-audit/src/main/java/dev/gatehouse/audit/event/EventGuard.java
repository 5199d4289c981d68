package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.Json;

/**
 * Takes out of what an event says what no trail should hold, wherever in it somebody put it. Asked for every event, by the
 * thread that records it; it must not throw and must not wait.
 */
@FunctionalInterface
public interface EventGuard {
    EventGuard NONE = head -> head;

    /** The event without it; the very same value where there is nothing to take out. */
    Json clean(Json head);
}
