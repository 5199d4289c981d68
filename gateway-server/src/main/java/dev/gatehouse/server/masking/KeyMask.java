package dev.gatehouse.server.masking;

import dev.gatehouse.audit.event.EventGuard;
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

    /** Most texts of an event are those of the one before. A power of two. */
    private static final int REMEMBERED_MAX = 1 << 12;

    private static final int REMEMBERED_CHARS_MAX = 128;

    /** Texts without a key, by their hash; who writes last stays. Threads may see each other's late, or not at all. */
    private static final @Nullable String[] CLEAN = new @Nullable String[REMEMBERED_MAX];

    private static final Lookout KEYS = new Lookout(List.of(new Secrets()));

    /** The same for the trail. */
    public static final EventGuard GUARD = new EventGuard() {
        @Override
        public String clean(String text) {
            return KeyMask.of(text);
        }

        @Override
        public Json clean(Json value) {
            return KeyMask.of(value);
        }
    };

    private KeyMask() {}

    /** The text with {@link BeforeAfter#SECRET} in the place of each key. Asked of every text of every event. */
    public static String of(String text) {
        return text.length() < CHARS_MIN || isKnownClean(text) ? text : looked(text);
    }

    private static boolean isKnownClean(String text) {
        return text.equals(CLEAN[slot(text)]);
    }

    private static int slot(String text) {
        return text.hashCode() & (REMEMBERED_MAX - 1);
    }

    private static String looked(String text) {
        if (isDigest(text)) {
            return text;
        }
        List<Place> seen = seen(text);
        if (!seen.isEmpty()) {
            return without(seen, text);
        }
        if (text.length() <= REMEMBERED_CHARS_MAX) {
            CLEAN[slot(text)] = text;
        }
        return text;
    }

    private static String without(List<Place> seen, String text) {
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

    private static List<Place> seen(String text) {
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

    @SuppressWarnings("ReferenceEquality") // what has no key comes back as it is
    private static boolean isKey(String text) {
        return of(text) != text;
    }

    private static boolean hasKey(Json value) {
        return switch (value.kind()) {
            case STRING -> isKey(value.string().orElse(""));
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
            if (isKey(member.name()) || hasKey(member.value())) {
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
