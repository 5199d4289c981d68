package dev.gatehouse.audit.search;

import dev.gatehouse.audit.segment.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands among all, by its time and then by its position: what a page begins after.
 *
 * @param at in microseconds, as PostgreSQL has it
 */
public record EventPlace(Instant at, String gateway, Position position) {
    private static final Pattern KEY = Pattern.compile("(-?[0-9]{1,16}) ([0-9]{1,18}) ([0-9]{1,18}) (.{1,200})");

    public static EventPlace of(FoundEvent event) {
        return new EventPlace(event.at(), event.gateway(), new Position(event.epoch(), event.seq()));
    }

    /** As text that {@link #ofKey} reads. */
    public String key() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + position.epoch() + " " + position.seq() + " "
                + gateway;
    }

    public static Optional<EventPlace> ofKey(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches() && key.indexOf('\0') < 0
                ? Optional.of(new EventPlace(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                        parts.group(4),
                        new Position(Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)))))
                : Optional.empty();
    }
}
