package dev.gatehouse.core.json;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Builds an object member by member, in the order given. A name given twice, or one with half a surrogate pair, is a
 * bug and throws {@link IllegalArgumentException}. Not thread-safe.
 */
public final class ObjectWriter {
    private final Output out;
    private final WrittenNames names = new WrittenNames();

    ObjectWriter(int expectedBytes) {
        out = new Output(expectedBytes).ascii('{');
    }

    public ObjectWriter put(String name, Json value) {
        name(name).value(value);
        return this;
    }

    /** Puts a string; half a surrogate pair in it is written as U+FFFD. */
    public ObjectWriter put(String name, String value) {
        name(name).quoted(value);
        return this;
    }

    public ObjectWriter put(String name, long value) {
        name(name).number(value);
        return this;
    }

    public ObjectWriter put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Puts the string when there is one; else leaves the member out. */
    public ObjectWriter putIf(String name, Optional<String> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Puts the number when there is one; else leaves the member out. */
    public ObjectWriter putIf(String name, OptionalLong value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Puts the value when there is one; else leaves the member out. */
    public ObjectWriter putJsonIf(String name, Optional<Json> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** The object as it is now: it stays as it is when this goes on. */
    public Json build() {
        return out.closed('}');
    }

    private Output name(String name) {
        boolean first = names.isEmpty();
        if (!names.add(name)) {
            throw new IllegalArgumentException("a member is written twice");
        }
        if (!first) {
            out.ascii(',');
        }
        return out.name(name);
    }
}
