package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Foreign text made fit to be shown: bounded, and without what could move a cursor, hide text or forge a line. */
public final class Printable {
    /** Short enough for the strict reader when every character of it was escaped. */
    private static final int NAME_CHARS_MAX = 100;

    private Printable() {}

    /** For a log line or a status: one line of at most {@code charsMax} characters of the text, the rest escaped. */
    public static String of(String foreign, int charsMax) {
        StringBuilder safe = new StringBuilder(Math.min(foreign.length(), charsMax) + 16);
        for (int i = 0; i < foreign.length() && i < charsMax; i++) {
            char c = foreign.charAt(i);
            if (isHarmless(c)) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return foreign.length() > charsMax ? safe.append("[…]").toString() : safe.toString();
    }

    /** For a person or a model to read: lines, tabs and characters beyond the basic plane stay. */
    public static String text(String foreign, int charsMax) {
        StringBuilder safe = new StringBuilder(Math.min(foreign.length(), charsMax) + 16);
        int i = 0;
        while (i < foreign.length() && i < charsMax) {
            int point = foreign.codePointAt(i);
            if (point == '\n' || point == '\t' || isHarmless(point)) {
                safe.appendCodePoint(point);
            } else {
                safe.append(String.format("\\u{%x}", point));
            }
            i += Character.charCount(point);
        }
        return i < foreign.length() ? safe.append("[…]").toString() : safe.toString();
    }

    /** Every text and name in it as {@link #text} makes them. As deep as the reader allows, so small documents only. */
    public static Json json(Json foreign) {
        return switch (foreign.kind()) {
            case STRING -> Json.of(text(foreign.string().orElse(""), foreign.length()));
            case ARRAY ->
                Json.of(foreign.elements().stream().map(Printable::json).toList());
            case OBJECT -> {
                // Names may become alike; then the last one stays.
                Map<String, Json> members = new LinkedHashMap<>();
                foreign.members().forEach((name, value) -> members.put(text(name, NAME_CHARS_MAX), json(value)));
                ObjectWriter safe = Json.object();
                members.forEach(safe::put);
                yield safe.build();
            }
            case NUMBER, TRUE, FALSE, NULL -> foreign.detached();
        };
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
