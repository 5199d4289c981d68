package dev.gatehouse.core.audit;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.List;
import java.util.Map;

/** Makes a value small and shallow enough to stand in an event, which is read as one document. */
final class Abridged {
    private static final int DEPTH_MAX = 8;
    private static final int ENTRIES_MAX = 256;
    private static final int CHARS_MAX = 1_024;
    /** Stands at the name of what is not there. */
    private static final String MORE = "...";

    private Abridged() {}

    /** The value itself where it is small, and never more than so many bytes. */
    static Json of(Json value, int bytesMax) {
        Json shallow = shallow(value, 0);
        if (shallow.length() <= bytesMax) {
            return shallow;
        }
        Json fitting = shallow.isObject() ? members(shallow, bytesMax / 2) : elements(shallow, bytesMax / 2);
        return fitting.length() <= bytesMax ? fitting : leftOut(value);
    }

    private static Json shallow(Json value, int depth) {
        return switch (value.kind()) {
            case STRING -> cut(value);
            case OBJECT -> depth == DEPTH_MAX ? leftOut(value) : object(value, depth);
            case ARRAY -> depth == DEPTH_MAX ? leftOut(value) : array(value, depth);
            default -> value;
        };
    }

    private static Json object(Json value, int depth) {
        Map<String, Json> members = value.members();
        ObjectWriter out = Json.object();
        members.entrySet().stream()
                .limit(ENTRIES_MAX)
                .forEach(member -> out.put(member.getKey(), shallow(member.getValue(), depth + 1)));
        if (members.size() > ENTRIES_MAX && !members.containsKey(MORE)) {
            out.put(MORE, more(members.size()));
        }
        return out.build();
    }

    private static Json array(Json value, int depth) {
        List<Json> elements = value.elements();
        var out = Json.array();
        elements.stream().limit(ENTRIES_MAX).forEach(element -> out.add(shallow(element, depth + 1)));
        if (elements.size() > ENTRIES_MAX) {
            out.add(more(elements.size()));
        }
        return out.build();
    }

    /** The members that fit as they are, and of the others how long they were. */
    private static Json members(Json object, int bytesMax) {
        ObjectWriter out = Json.object();
        int used = 0;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            boolean fits = used + member.getValue().length() <= bytesMax;
            used += fits ? member.getValue().length() : 0;
            out.put(member.getKey(), fits ? member.getValue() : leftOut(member.getValue()));
        }
        return out.build();
    }

    /** The first elements, and how many there were. */
    private static Json elements(Json array, int bytesMax) {
        List<Json> elements = array.elements();
        var out = Json.array();
        int used = 0;
        for (Json element : elements) {
            used += element.length();
            if (used > bytesMax) {
                break;
            }
            out.add(element);
        }
        return out.add(more(elements.size())).build();
    }

    private static Json cut(Json value) {
        String text = value.string().orElse("");
        return text.length() <= CHARS_MAX
                ? value
                : Json.of(text.substring(0, CHARS_MAX) + "... (cut, " + text.length() + " characters)");
    }

    private static String more(int entries) {
        return "(cut, " + entries + " entries)";
    }

    private static Json leftOut(Json value) {
        return Json.of("(cut, " + value.length() + " bytes)");
    }
}
