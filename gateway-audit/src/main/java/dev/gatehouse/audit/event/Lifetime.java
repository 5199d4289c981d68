package dev.gatehouse.audit.event;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * How long a record is kept, and from which day on: what goes on the same day may be proved together.
 *
 * @param days 0 for ever
 * @param fromDay of its time (UTC) as PostgreSQL has it, in days since 1970; 0 when it is kept for ever
 */
public record Lifetime(int days, long fromDay) implements Comparable<Lifetime> {
    public static final Lifetime FOR_EVER = new Lifetime(0, 0);

    private static final Comparator<Lifetime> ORDER =
            Comparator.comparingInt(Lifetime::days).thenComparingLong(Lifetime::fromDay);

    /** @param atNanos wall clock, nanoseconds since 1970 */
    public static Lifetime of(int days, long atNanos) {
        return days == 0
                ? FOR_EVER
                : new Lifetime(days, Math.floorDiv(EpochNanos.toMicros(atNanos), TimeUnit.DAYS.toMicros(1)));
    }

    public boolean isForEver() {
        return days == 0;
    }

    public LocalDate day() {
        return LocalDate.ofEpochDay(fromDay);
    }

    /** Whether it is over on this day. */
    public boolean isOverOn(LocalDate today) {
        return days > 0 && day().plusDays(days).isBefore(today);
    }

    @Override
    public int compareTo(Lifetime other) {
        return ORDER.compare(this, other);
    }
}
