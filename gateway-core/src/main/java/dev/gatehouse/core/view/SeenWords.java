package dev.gatehouse.core.view;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A definition whose titles and descriptions, at every depth, say to a model what they show to a person: without Unicode
 * tags, bidi controls, zero-width characters and terminal sequences. Joiners stay, for scripts and emoji need them.
 */
final class SeenWords {
    private static final Set<String> READ = Set.of("title", "description");

    private final Map<JsonPointer, UnaryOperator<Json>> changes = new HashMap<>();
    private final StringBuilder path = new StringBuilder();

    private SeenWords() {}

    /** The same value when nothing in it is hidden. */
    static Json of(Json definition) {
        if (isPlain(definition)) {
            return definition;
        }
        SeenWords words = new SeenWords();
        words.visit(definition);
        return definition.replaceAll(words.changes);
    }

    /** ASCII without escapes by number hides nothing; most definitions are that. */
    private static boolean isPlain(Json definition) {
        ByteBuffer bytes = definition.asByteBuffer();
        byte before = 0;
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next < 0 || (before == '\\' && next == 'u')) {
                return false;
            }
            before = next;
        }
        return true;
    }

    private void visit(Json value) {
        int depth = path.length();
        Cursor part = value.cursor();
        for (int i = 0; part.next(); i++) {
            String step = value.isObject() ? part.name() : Integer.toString(i);
            Json below = part.value();
            path.append('/').append(step.replace("~", "~0").replace("/", "~1"));
            if (below.isString() && value.isObject() && READ.contains(step)) {
                strip(below.string().orElseThrow());
            } else if (below.isObject() || below.isArray()) {
                visit(below);
            }
            path.setLength(depth);
        }
    }

    private void strip(String said) {
        if (said.codePoints().anyMatch(SeenWords::isHidden)) {
            StringBuilder seen = new StringBuilder(said.length());
            said.codePoints().filter(point -> !isHidden(point)).forEach(seen::appendCodePoint);
            changes.put(JsonPointer.parse(path.toString()), _ -> Json.of(seen.toString()));
        }
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n' && point != '\t' && point != '\r';
            case Character.FORMAT -> point != 0x200C && point != 0x200D && point != 0xAD;
            default -> point >= 0xE0100 && point <= 0xE01EF;
        };
    }
}
