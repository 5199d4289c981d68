package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * A type that one scalar of the file can have.
 *
 * @param name for the reference: "duration"
 * @param expected for messages: "a duration such as 30s, 15m or 90d"
 * @param example a valid text; it also stands in where a value was wrong and the search for problems goes on
 * @param shown whether a wrong text may be quoted: never where it might be, or hold, a secret
 * @param schema of the text, in JSON Schema
 */
record ValueType<T>(String name, String expected, String example, boolean shown, Json schema, Parser<T> parser) {

    interface Parser<T> {
        /** Empty when the text is none of this type. */
        Optional<T> parse(String text);

        /** Whether the value is neither below {@code min} nor above {@code max}. */
        default boolean within(T value, String min, String max) {
            throw new IllegalStateException("values of this type have no order");
        }
    }

    Optional<T> parse(String text) {
        return parser.parse(text);
    }

    /** @throws IllegalStateException when the text, which our own code wrote, is none of this type */
    T parseOwn(String text) {
        return parse(text).orElseThrow(() -> new IllegalStateException(name + ": " + text));
    }

    /** Whether the text is of this type and within these bounds. */
    boolean admits(String text, String min, String max) {
        return parse(text).filter(value -> parser.within(value, min, max)).isPresent();
    }
}
