package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.Json;

/**
 * Takes out of what an event says what no trail should hold, wherever in it somebody put it. Asked for every text of every
 * event that comes from outside, by the thread that records it; it must not throw and must not wait.
 */
public interface EventGuard {
    EventGuard NONE = new EventGuard() {
        @Override
        public String clean(String text) {
            return text;
        }

        @Override
        public Json clean(Json value) {
            return value;
        }
    };

    /** The text without it. */
    String clean(String text);

    /** The value without it, in all names and strings; the very same value where there is nothing to take out. */
    Json clean(Json value);
}
