package dev.gatehouse.core.audit;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * What something was and what a change made of it. Never holds secrets: whoever makes one writes {@link #SECRET} in their place.
 * Each side is at most {@value #BYTES_MAX} bytes long; of what is larger, parts are left out with a mark.
 *
 * @param before empty where there was nothing, or where nobody says
 * @param after empty where nothing is left, or where nobody says
 */
public record BeforeAfter(Optional<Json> before, Optional<Json> after) {
    public static final int BYTES_MAX = 16 << 10;

    /** Stands for a value that the trail must not know. */
    public static final String SECRET = "(secret)";

    /** Nobody says. */
    public static final BeforeAfter UNSAID = new BeforeAfter(Optional.empty(), Optional.empty());

    public BeforeAfter {
        before = before.map(value -> Abridged.of(value, BYTES_MAX));
        after = after.map(value -> Abridged.of(value, BYTES_MAX));
    }

    public static BeforeAfter created(Json after) {
        return new BeforeAfter(Optional.empty(), Optional.of(after));
    }

    public static BeforeAfter deleted(Json before) {
        return new BeforeAfter(Optional.of(before), Optional.empty());
    }

    public static BeforeAfter changed(Json before, Json after) {
        return new BeforeAfter(Optional.of(before), Optional.of(after));
    }

    /** One property of something that has others, too. */
    public static BeforeAfter changed(String property, String before, String after) {
        return changed(
                Json.object().put(property, before).build(),
                Json.object().put(property, after).build());
    }
}
