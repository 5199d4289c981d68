package dev.gatehouse.server.config.bind;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 15m}. One number and one unit; a day is 24 hours. */
public final class Durations {
    static final String REGEX = "(0|[1-9][0-9]{0,8})(ms|s|m|h|d)";
    private static final Pattern FORM = Pattern.compile(REGEX);
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Durations() {}

    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.ofNullable(UNITS.get(form.group(2)))
                        .map(unit -> Duration.of(Long.parseLong(form.group(1)), unit))
                : Optional.empty();
    }
}
