package dev.gatehouse.server.cli;

import dev.gatehouse.server.config.bind.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when to when, as people say it: so long ago, a day, or a moment. */
final class TrailTimes {
    static final String EXPECTED = "expected a time such as -7d, 2026-11-21 or 2026-11-21T12:00:00Z";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "not before: -7d, 2026-11-21 (its begin, by UTC) or 2026-11-21T12:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "before")
    private @Nullable String to;

    /** For the admin API, each part with an ampersand before it; empty when one is no time. */
    Optional<String> query(Instant now) {
        return part("from", from, now).flatMap(first -> part("to", to, now).map(second -> first + second));
    }

    private static Optional<String> part(String name, @Nullable String text, Instant now) {
        return text == null ? Optional.of("") : parse(text, now).map(at -> "&" + name + "=" + at);
    }

    static Optional<Instant> parse(String text, Instant now) {
        if (text.startsWith("-")) {
            return Durations.parse(text.substring(1)).map(now::minus);
        }
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
