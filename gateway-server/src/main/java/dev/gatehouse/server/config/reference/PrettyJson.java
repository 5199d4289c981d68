package dev.gatehouse.server.config.reference;

import dev.gatehouse.core.json.Json;
import java.util.Iterator;
import java.util.Map;

/** Lays JSON out over lines, two spaces a level, so that changes of a generated file can be read. */
public final class PrettyJson {
    private final StringBuilder text = new StringBuilder();

    private PrettyJson() {}

    /** Ends with a newline. */
    public static String of(Json json) {
        PrettyJson pretty = new PrettyJson();
        pretty.value(json, "\n");
        return pretty.text.append('\n').toString();
    }

    private void value(Json json, String newline) {
        String inner = newline + "  ";
        switch (json.kind()) {
            case OBJECT -> {
                Iterator<Map.Entry<String, Json>> members =
                        json.members().entrySet().iterator();
                text.append('{');
                while (members.hasNext()) {
                    Map.Entry<String, Json> member = members.next();
                    text.append(inner).append(Json.of(member.getKey())).append(": ");
                    value(member.getValue(), inner);
                    text.append(members.hasNext() ? "," : newline);
                }
                text.append('}');
            }
            case ARRAY -> {
                Iterator<Json> elements = json.elements().iterator();
                text.append('[');
                while (elements.hasNext()) {
                    text.append(inner);
                    value(elements.next(), inner);
                    text.append(elements.hasNext() ? "," : newline);
                }
                text.append(']');
            }
            default -> text.append(json);
        }
    }
}
