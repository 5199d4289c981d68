package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.JsonPointer;

/**
 * A whole value, or a span of a string.
 *
 * @param from where the span begins, in UTF-16 code units of the string with its escapes undone
 * @param to where it ends; {@link #END} for a whole value
 */
public record Place(JsonPointer pointer, int from, int to) {
    private static final int END = Integer.MAX_VALUE;

    public Place {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a span ends before it begins");
        }
    }

    /** All of what the pointer leads to. */
    public static Place whole(JsonPointer pointer) {
        return new Place(pointer, 0, END);
    }

    public boolean isWhole() {
        return from == 0 && to == END;
    }

    /** {@code /content/0/text[12,28]}, or the pointer alone. */
    @Override
    public String toString() {
        return isWhole() ? pointer.toString() : pointer + "[" + from + "," + to + "]";
    }
}
