package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Lookout;
import dev.gatehouse.policy.detect.scan.Scan;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The other places where the same is said again. Structured content mostly stands as text beside itself: what is masked
 * in one must not be readable in the other, where a name or a neighbour that gave it away may be missing.
 */
final class Echoes implements Detector {
    private static final String TYPE = "echo";
    /** Shorter parts stand in too many other words. */
    private static final int PART_MIN_CHARS = 6;
    /** Parts that are looked for again. */
    private static final int PARTS_MAX = 64;

    private final Set<String> parts;

    private Echoes(Set<String> parts) {
        this.parts = parts;
    }

    /** These places, and where what stands there is repeated; nothing when it is repeated where it cannot be masked. */
    static Optional<List<Place>> with(List<Place> seen, Json value, Side side) {
        Set<String> parts = parts(seen, value);
        if (parts.stream().anyMatch(part -> part.length() > Scan.OVERLAP_CHARS)) {
            return Optional.empty();
        }
        Sightings again = new Sightings(_ -> true, 0);
        Scan.of(value, side, new Lookout(List.of(new Echoes(parts))), again);
        Stream<Place> places = again.all().stream().map(Detection::place);
        return again.isBeyondMasking()
                ? Optional.empty()
                : Optional.of(Stream.concat(seen.stream(), places).toList());
    }

    private static Set<String> parts(List<Place> seen, Json value) {
        Set<String> parts = new HashSet<>();
        for (Place place : seen.subList(0, Math.min(seen.size(), PARTS_MAX))) {
            value.at(place.pointer()).ifPresent(found -> {
                String part = part(found, place);
                if (part.length() >= PART_MIN_CHARS) {
                    parts.add(part);
                    // As it is written where JSON stands in text.
                    String quoted = Json.of(part).toString();
                    parts.add(quoted.substring(1, quoted.length() - 1));
                }
            });
        }
        return parts;
    }

    private static String part(Json found, Place place) {
        String text = found.string().orElseGet(found::toString);
        return place.isWhole() || place.to() > text.length() ? text : text.substring(place.from(), place.to());
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    @Override
    public List<Trigger> triggers() {
        return parts.stream()
                .map(part -> new Trigger(part, (text, from, _, again) -> note(part, text, from, again)))
                .toList();
    }

    private static void note(String part, Text text, int from, Sightings again) {
        if (text.startsWith(part, from)) {
            again.add(TYPE, 100, from, from + part.length());
        }
    }
}
