package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The other places where the same is said again. Structured content mostly stands as text beside itself: what is masked
 * in one must not be readable in the other, where a name or a neighbour that gave it away may be missing.
 */
final class Echoes {
    /** Shorter parts stand in too many other words. */
    private static final int PART_MIN_CHARS = 6;
    /** Parts that are looked for again. */
    private static final int PARTS_MAX = 64;

    private final Set<String> parts;
    private final List<Place> places;
    private final StringBuilder path = new StringBuilder();

    private Echoes(Set<String> parts, List<Place> places) {
        this.parts = parts;
        this.places = places;
    }

    /** These places, and where what stands there is repeated. */
    static List<Place> with(List<Place> seen, Json value) {
        List<Place> all = new ArrayList<>(seen);
        Set<String> parts = parts(seen, value);
        if (!parts.isEmpty()) {
            new Echoes(parts, all).look(value);
        }
        return List.copyOf(all);
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

    private void look(Json value) {
        if (value.isString()) {
            look(value.string().orElseThrow());
        } else if (value.isObject() || value.isArray()) {
            Cursor part = value.cursor();
            int depth = path.length();
            for (int i = 0; part.next(); i++) {
                path.append('/')
                        .append(
                                value.isArray()
                                        ? i
                                        : part.name().replace("~", "~0").replace("/", "~1"));
                look(part.value());
                path.setLength(depth);
            }
        } else if (parts.contains(value.toString())) {
            places.add(Place.whole(JsonPointer.parse(path.toString())));
        }
    }

    private void look(String text) {
        for (String part : parts) {
            for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
                places.add(new Place(JsonPointer.parse(path.toString()), at, at + part.length()));
            }
        }
    }
}
