package dev.gatehouse.policy.rules;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some hours of some days of the week, by the clock on the wall.
 *
 * @param days on which they begin
 * @param from in minutes of the day
 * @param to in minutes of the day, not included; not after {@code from}: they end on the next day
 */
public record OpenHours(Set<DayOfWeek> days, int from, int to) {
    private static final int DAY_MINUTES = 24 * 60;
    private static final int HOUR_MINUTES = 60;
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final String TIME = "([01][0-9]|2[0-3]|24):([0-5][0-9])";
    private static final Pattern WRITTEN = Pattern.compile(DAY + "(?:-" + DAY + ")? " + TIME + "-" + TIME);

    public OpenHours {
        days = Set.copyOf(days);
    }

    /** Reads {@code mon-fri 08:00-18:00}, {@code sat 22:00-02:00} or {@code sun 00:00-24:00}. */
    public static Optional<OpenHours> parse(String text) {
        Matcher written = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
        if (!written.matches()) {
            return Optional.empty();
        }
        int from = minutes(written.group(3), written.group(4));
        int to = minutes(written.group(5), written.group(6));
        return from >= DAY_MINUTES || to > DAY_MINUTES || from == to
                ? Optional.empty()
                : Optional.of(new OpenHours(days(written.group(1), Optional.ofNullable(written.group(2))), from, to));
    }

    /** Whether that is within them. */
    public boolean hold(ZonedDateTime now) {
        int minute = now.getHour() * HOUR_MINUTES + now.getMinute();
        if (from < to) {
            return days.contains(now.getDayOfWeek()) && from <= minute && minute < to;
        }
        return minute >= from
                ? days.contains(now.getDayOfWeek())
                : minute < to && days.contains(now.getDayOfWeek().minus(1));
    }

    private static int minutes(String hours, String minutes) {
        return Integer.parseInt(hours) * HOUR_MINUTES + Integer.parseInt(minutes);
    }

    /** A range may run over the end of the week: {@code sat-mon}. */
    private static Set<DayOfWeek> days(String first, Optional<String> last) {
        DayOfWeek day = day(first);
        DayOfWeek end = last.map(OpenHours::day).orElse(day);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != end) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.of(NAMES.indexOf(name) + 1);
    }
}
