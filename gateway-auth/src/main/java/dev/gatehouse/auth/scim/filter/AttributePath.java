package dev.gatehouse.auth.scim.filter;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names an attribute: the members to go through, one in the other, whatever their case (RFC 7644 §3.10). The URN of an
 * extension is the first of them; the URN of a core schema is left out, for its attributes are the resource's own.
 */
public record AttributePath(List<String> steps) {
    private static final String URN = "urn:";
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    private static final List<String> RESOURCE_TYPES = List.of("user", "group");
    private static final int STEPS_MAX = 3;

    public AttributePath {
        steps = List.copyOf(steps);
    }

    /** @throws ScimRefusal {@code invalidPath} when the text is no attribute's name */
    public static AttributePath parse(String text) throws ScimRefusal {
        List<String> steps = new ArrayList<>();
        boolean isUrn = text.regionMatches(true, 0, URN, 0, URN.length());
        int end = isUrn ? schemaEnd(text) : 0;
        if (isUrn && !text.regionMatches(true, 0, CORE, 0, CORE.length())) {
            steps.add(text.substring(0, end));
        }
        if (end < text.length() || end == 0) {
            String names = text.substring(isUrn ? end + 1 : 0);
            List<String> parts = List.of(names.split("\\.", STEPS_MAX + 1));
            requireNamed(parts.stream().allMatch(AttributePath::isName), text);
            steps.addAll(parts);
        }
        requireNamed(!steps.isEmpty() && steps.size() <= STEPS_MAX, text);
        return new AttributePath(steps);
    }

    private static void requireNamed(boolean named, String text) throws ScimRefusal {
        if (!named) {
            throw new ScimRefusal(ScimRefusal.Kind.INVALID_PATH, "not the name of an attribute: " + quoted(text));
        }
    }

    /** A schema's URN ends in a resource type; one of an attribute has the attribute behind that. */
    private static int schemaEnd(String urn) {
        int last = urn.lastIndexOf(':');
        return RESOURCE_TYPES.contains(urn.substring(last + 1).toLowerCase(Locale.ROOT)) ? urn.length() : last;
    }

    private static boolean isName(String step) {
        return !step.isEmpty()
                && (Character.isLetter(step.charAt(0)) || step.equals("$ref"))
                && step.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "$-_".indexOf(c) >= 0));
    }

    /** Foreign text as it may stand in an answer or in the trail. */
    public static String quoted(String text) {
        String plain = text.chars()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "\"" + plain + "\"";
    }

    public String first() {
        return steps.getFirst();
    }

    /** Whether this is the one attribute of these names, whatever their case. */
    public boolean is(String... names) {
        if (names.length != steps.size()) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equalsIgnoreCase(steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The same below another attribute. */
    AttributePath then(String step) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(step);
        return new AttributePath(longer);
    }

    /** Every value the path leads to; of a multi-valued attribute each element. */
    Stream<Json> values(Json resource) {
        Stream<Json> found = Stream.of(resource);
        for (String step : steps) {
            found = found.flatMap(value -> member(value, step).stream()).flatMap(AttributePath::each);
        }
        return found;
    }

    private static Stream<Json> each(Json value) {
        return value.isArray() ? value.elements().stream() : Stream.of(value);
    }

    /** The member of this name, whatever its case. */
    public static Optional<Json> member(Json object, String name) {
        return object.member(name).or(() -> key(object, name).flatMap(object::member));
    }

    /** How an object spells a name. */
    public static Optional<String> key(Json object, String name) {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return Optional.of(member.getKey());
            }
        }
        return Optional.empty();
    }
}
