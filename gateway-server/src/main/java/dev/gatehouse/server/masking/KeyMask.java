package dev.gatehouse.server.masking;

import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.policy.detect.scan.Lookout;
import dev.gatehouse.policy.detect.scan.Scan;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.secret.Secrets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of what is kept for years and read by many: the trail's own words and the log. Names, ids and reasons come from
 * outside, and somebody who pastes a key into the wrong field must not find it there. Only what says by its own form that it
 * is a key is taken out: to take what a name makes a secret would be to take half of what is to be told.
 */
public final class KeyMask {
    private static final Set<String> BY_THEIR_NAMES = Set.of("secret.token", "secret.password");
    private static final int CONFIDENCE_MIN = 80;
    /** No key is shorter. */
    private static final int CHARS_MIN = 12;

    /** Most strings of an event are those of the one before. A power of two. */
    private static final int REMEMBERED_MAX = 1 << 12;

    private static final int REMEMBERED_CHARS_MAX = 128;

    /**
     * Strings without a key, by the hash of their JSON; who writes last stays. Threads may see each other's late, or not at
     * all.
     */
    private static final @Nullable String[] CLEAN = new @Nullable String[REMEMBERED_MAX];

    private static final Lookout KEYS = new Lookout(List.of(new Secrets()));

    private KeyMask() {}

    /** The text with {@link BeforeAfter#SECRET} in the place of each key. */
    public static String of(String text) {
        List<Place> seen = seen(text);
        if (seen.isEmpty()) {
            return text;
        }
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Place place : seen) {
            if (place.from() >= at) {
                rest.append(text, at, place.from()).append(BeforeAfter.SECRET);
            }
            at = Math.max(at, Math.min(place.to(), text.length()));
        }
        return rest.append(text, at, text.length()).toString();
    }

    /** The same in all strings and names of a value; the very same value where there is no key. */
    public static Json of(Json value) {
        return hasKey(value) ? masked(value) : value;
    }

    /** Asked of every string of every event. */
    private static boolean isKey(Json string) {
        int slot = string.hashCode() & (REMEMBERED_MAX - 1);
        String clean = CLEAN[slot];
        if (clean != null && string.says(clean)) {
            return false;
        }
        String text = string.string().orElse("");
        if (!seen(text).isEmpty()) {
            return true;
        }
        if (text.length() <= REMEMBERED_CHARS_MAX && !isDigest(text)) {
            CLEAN[slot] = text;
        }
        return false;
    }

    private static List<Place> seen(String text) {
        if (text.length() < CHARS_MIN || isDigest(text)) {
            return List.of();
        }
        Sightings sightings = new Sightings(type -> !BY_THEIR_NAMES.contains(type), CONFIDENCE_MIN);
        Scan.of(Json.of(text), Side.ARGUMENTS, KEYS, sightings);
        return sightings.all().stream()
                .map(Detection::place)
                .sorted(Comparator.comparingInt(Place::from))
                .toList();
    }

    /** Half of an event is digests, ids of calls and of traces, and no key is made of such digits alone. */
    private static boolean isDigest(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasKey(Json value) {
        return switch (value.kind()) {
            case STRING -> value.length() >= CHARS_MIN && isKey(value);
            case OBJECT -> hasKeyInside(value);
            case ARRAY -> {
                Cursor element = value.cursor();
                boolean found = false;
                while (!found && element.next()) {
                    found = hasKey(element.value());
                }
                yield found;
            }
            default -> false;
        };
    }

    private static boolean hasKeyInside(Json object) {
        Cursor member = object.cursor();
        while (member.next()) {
            boolean isKey = member.nameLength() >= CHARS_MIN && isKey(Json.of(member.name()));
            if (isKey || hasKey(member.value())) {
                return true;
            }
        }
        return false;
    }

    private static Json masked(Json value) {
        return switch (value.kind()) {
            case STRING -> Json.of(of(value.string().orElse("")));
            case OBJECT -> object(value);
            case ARRAY -> {
                ArrayWriter out = Json.array();
                value.elements().forEach(element -> out.add(masked(element)));
                yield out.build();
            }
            default -> value;
        };
    }

    /** Two names that become one are told apart. */
    private static Json object(Json value) {
        ObjectWriter out = Json.object();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, Json> member : value.members().entrySet()) {
            String name = of(member.getKey());
            while (!names.add(name)) {
                name += "'";
            }
            out.put(name, masked(member.getValue()));
        }
        return out.build();
    }
}
