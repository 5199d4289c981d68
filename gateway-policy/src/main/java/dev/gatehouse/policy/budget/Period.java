package dev.gatehouse.policy.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** How long a budget lasts before it begins anew. */
public enum Period {
    DAY,
    MONTH;

    /** For a caller to read. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The day or month of the calendar that this moment is in, where that time zone is kept. */
    Span at(Instant moment, ZoneId zone) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        return switch (this) {
            case DAY -> span(day.toString(), day, day.plusDays(1), zone);
            case MONTH -> {
                LocalDate first = day.withDayOfMonth(1);
                yield span(first.toString().substring(0, "2026-11".length()), first, first.plusMonths(1), zone);
            }
        };
    }

    /** A day begins when its clocks first show it: not at midnight where summer time skips that. */
    private static Span span(String name, LocalDate first, LocalDate next, ZoneId zone) {
        return new Span(
                name,
                first.atStartOfDay(zone).toInstant(),
                next.atStartOfDay(zone).toInstant());
    }

    /**
     * One period of the calendar.
     *
     * @param name as in {@code 2026-11} or {@code 2026-11-21}
     * @param ends the first moment that is not in it
     */
    record Span(String name, Instant begins, Instant ends) {}
}
