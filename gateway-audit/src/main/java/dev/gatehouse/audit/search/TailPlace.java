package dev.gatehouse.audit.search;

import dev.gatehouse.audit.segment.Position;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has followed the trail: of each gateway the last record that was told. A gateway brings its records in
 * order, so nothing can come before that any more, whatever others bring meanwhile.
 */
public record TailPlace(Map<String, Position> positions) {
    private static final Pattern PART = Pattern.compile("([^ ;]{1,64}) ([0-9]{1,18}) ([0-9]{1,18})");

    public TailPlace {
        positions = Map.copyOf(positions);
    }

    /** Before everything of a gateway that is not named. */
    Position of(String gateway) {
        return positions.getOrDefault(gateway, Position.ZERO);
    }

    /** As text that {@link #ofKey} reads. */
    public String key() {
        return new TreeMap<>(positions)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().epoch() + " "
                                + entry.getValue().seq())
                        .collect(Collectors.joining(";"));
    }

    public static Optional<TailPlace> ofKey(String key) {
        Map<String, Position> positions = new TreeMap<>();
        if (!key.isEmpty()) {
            for (String part : key.split(";", -1)) {
                Matcher read = PART.matcher(part);
                if (!read.matches()) {
                    return Optional.empty();
                }
                positions.put(
                        read.group(1), new Position(Long.parseLong(read.group(2)), Long.parseLong(read.group(3))));
            }
        }
        return Optional.of(new TailPlace(positions));
    }
}
