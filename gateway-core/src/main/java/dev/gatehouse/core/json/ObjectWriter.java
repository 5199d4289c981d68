package dev.gatehouse.core.json;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Builds an object member by member, in the order given. A name given twice, or one with half a surrogate pair, is a
 * bug and throws {@link IllegalArgumentException}; so is writing out of turn, which throws {@link IllegalStateException}. Not
 * thread-safe.
 */
public final class ObjectWriter {
    private final Output out;
    private final boolean inside;
    private final WrittenNames names = new WrittenNames();
    /** False while an object inside of this one is written, and for that one from then on. */
    private boolean inTurn = true;

    ObjectWriter(int expectedBytes) {
        this(new Output(expectedBytes), false);
    }

    private ObjectWriter(Output out, boolean inside) {
        this.out = out.ascii('{');
        this.inside = inside;
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

    /** Puts an object that is written in its place, without a copy: its writer is good until the consumer returns. */
    public ObjectWriter put(String name, Consumer<ObjectWriter> members) {
        name(name);
        ObjectWriter object = new ObjectWriter(out, true);
        inTurn = false;
        members.accept(object);
        object.inTurn = false;
        inTurn = true;
        out.ascii('}');
        return this;
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

    /**
     * The object as it is now: it stays as it is when this goes on.
     *
     * @throws IllegalStateException when it is written inside of another, or another inside of it
     */
    public Json build() {
        if (inside || !inTurn) {
            throw new IllegalStateException("an object inside of another is built with that one");
        }
        return out.closed('}');
    }

    private Output name(String name) {
        if (!inTurn) {
            throw new IllegalStateException("another object is being written");
        }
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
