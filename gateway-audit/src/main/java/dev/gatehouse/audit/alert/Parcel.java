package dev.gatehouse.audit.alert;

import dev.gatehouse.core.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A notice on its way to one channel.
 *
 * @param row of the database; 0 when it is kept in memory
 * @param attempts how often it was tried, this one included
 */
record Parcel(
        long row,
        String alert,
        String channel,
        Severity severity,
        Notice notice,
        Instant madeAt,
        Instant dueAt,
        int attempts) {
    /** After that nobody is helped by it any more. */
    static final Duration TRIED_FOR = Duration.ofDays(1);

    static final Comparator<Parcel> WORST_FIRST =
            Comparator.comparing(Parcel::severity).thenComparing(Parcel::madeAt);

    private static final Duration PAUSE_FIRST = Duration.ofSeconds(2);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(15);
    private static final int DOUBLINGS_MAX = 10;

    /** How many may wait for a channel: the worse, the more, so that what is bad finds room. */
    static int room(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 3 * ROOM;
            case WARNING -> 2 * ROOM;
            case INFO -> ROOM;
        };
    }

    private static final int ROOM = 500;

    /** When it is tried again. */
    Instant again(Instant now) {
        Duration pause = PAUSE_FIRST.multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
        return now.plus(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
    }

    boolean isGivenUp(Instant now) {
        return !now.isBefore(madeAt.plus(TRIED_FOR));
    }

    Parcel tried(Instant nextAt) {
        return new Parcel(row, alert, channel, severity, notice, madeAt, nextAt, attempts);
    }

    Parcel taken() {
        return new Parcel(row, alert, channel, severity, notice, madeAt, dueAt, attempts + 1);
    }
}
