package dev.gatehouse.policy.legible;

import dev.gatehouse.core.json.Json;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON for somebody who has to judge it: one member a line, and strings as {@link Legible} writes them, but for line ends and
 * tabs.
 */
public final class LegibleJson {
    private static final String INDENT = "  ";

    private LegibleJson() {}

    public static String of(Json json) {
        StringBuilder text = new StringBuilder();
        write(json, 0, text);
        return text.toString();
    }

    private static void write(Json json, int depth, StringBuilder text) {
        switch (json.kind()) {
            case OBJECT -> object(json, depth, text);
            case ARRAY -> array(json, depth, text);
            case STRING -> quoted(json.string().orElseThrow(), text);
            default -> text.append(json);
        }
    }

    private static void object(Json json, int depth, StringBuilder text) {
        Iterator<Map.Entry<String, Json>> members = json.members().entrySet().iterator();
        text.append('{');
        while (members.hasNext()) {
            Map.Entry<String, Json> member = members.next();
            line(depth + 1, text);
            quoted(member.getKey(), text);
            text.append(": ");
            write(member.getValue(), depth + 1, text);
            text.append(members.hasNext() ? "," : "");
        }
        close(json.members().isEmpty(), depth, '}', text);
    }

    private static void array(Json json, int depth, StringBuilder text) {
        Iterator<Json> elements = json.elements().iterator();
        text.append('[');
        while (elements.hasNext()) {
            line(depth + 1, text);
            write(elements.next(), depth + 1, text);
            text.append(elements.hasNext() ? "," : "");
        }
        close(json.elements().isEmpty(), depth, ']', text);
    }

    private static void close(boolean empty, int depth, char bracket, StringBuilder text) {
        if (!empty) {
            line(depth, text);
        }
        text.append(bracket);
    }

    private static void line(int depth, StringBuilder text) {
        text.append('\n').append(INDENT.repeat(depth));
    }

    private static void quoted(String value, StringBuilder text) {
        text.append('"');
        value.codePoints().forEach(c -> character(c, text));
        text.append('"');
    }

    private static void character(int c, StringBuilder text) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '"' -> text.append("\\\"");
            default -> Legible.append(c, text);
        }
    }
}
