package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An object of an event while it is written. Whatever is put into it is taken to come from outside: it is cut, and the guard
 * looks at it. Only what is put as {@link #own} goes in as it is.
 */
final class EventObject {
    /** Text that comes from outside is cut to this many characters: names, reasons, details, addresses. */
    static final int TEXT_CHARS_MAX = 2_048;

    private final EventGuard guard;
    private final ObjectWriter out;

    EventObject(EventGuard guard, int expectedBytes) {
        this(guard, Json.object(expectedBytes));
    }

    private EventObject(EventGuard guard, ObjectWriter out) {
        this.guard = guard;
        this.out = out;
    }

    EventObject put(String name, String text) {
        out.put(name, said(text));
        return this;
    }

    EventObject putIf(String name, Optional<String> text) {
        if (text.isPresent()) {
            put(name, text.get());
        }
        return this;
    }

    EventObject put(String name, Json value) {
        out.put(name, guard.clean(value));
        return this;
    }

    EventObject putJsonIf(String name, Optional<Json> value) {
        if (value.isPresent()) {
            put(name, value.get());
        }
        return this;
    }

    EventObject put(String name, long number) {
        out.put(name, number);
        return this;
    }

    /** An object inside of this one. */
    EventObject put(String name, Consumer<EventObject> members) {
        out.put(name, (ObjectWriter inside) -> members.accept(new EventObject(guard, inside)));
        return this;
    }

    EventObject put(String name, Iterable<String> texts) {
        ArrayWriter array = Json.array();
        for (String text : texts) {
            array.add(said(text));
        }
        out.put(name, array.build());
        return this;
    }

    /** A word, an id or a digest of our own making. */
    EventObject own(String name, String word) {
        out.put(name, word);
        return this;
    }

    Json build() {
        return out.build();
    }

    private String said(String text) {
        return guard.clean(cut(text));
    }

    /** Half a surrogate pair left by the cut is written as U+FFFD. */
    static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }
}
