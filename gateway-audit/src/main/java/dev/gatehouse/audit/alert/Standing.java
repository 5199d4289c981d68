package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What is known of the telling of an alert: decides whether it is news. */
record Standing(Optional<Instant> toldAt, Optional<Instant> silencedUntil, boolean acknowledged) {
    static final Standing NEW = new Standing(Optional.empty(), Optional.empty(), false);

    /** What an alert is at a moment, to those who are told. */
    enum News {
        NONE,
        RAISED,
        /** Told before, and still going on. */
        REPEATED,
        OVER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    News news(Instant now, Duration repeat) {
        if (silencedUntil.filter(now::isBefore).isPresent()) {
            return News.NONE;
        }
        if (toldAt.isEmpty()) {
            return News.RAISED;
        }
        return acknowledged || now.isBefore(toldAt.get().plus(repeat)) ? News.NONE : News.REPEATED;
    }

    Standing told(Instant now) {
        return new Standing(Optional.of(now), silencedUntil, acknowledged);
    }
}
