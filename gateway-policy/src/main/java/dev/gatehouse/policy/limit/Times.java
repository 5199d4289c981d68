package dev.gatehouse.policy.limit;

import java.time.Duration;

/** Durations for callers to read: whole seconds, rounded up, so that who comes back then is not too early. */
final class Times {
    private Times() {}

    static String told(Duration time) {
        long seconds = Math.max(1, time.plusNanos(999_999_999).toSeconds());
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
