package dev.gatehouse.auth.admin.shape;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads records of strings, numbers, truths, times and words from JSON objects; what is unknown is refused by its name. */
public final class RecordReader {
    public static final int TEXT_CHARS_MAX = 500;

    /** Later times are typing errors, and no database keeps them. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private RecordReader() {}

    /** What came of reading. */
    public sealed interface Reading<T> {
        record Good<T>(T value) implements Reading<T> {}

        /**
         * @param place a JSON pointer (RFC 6901); empty for the whole
         * @param expected what should be there
         */
        record Wrong<T>(String place, String expected) implements Reading<T> {}
    }

    /** An empty body is an empty object. */
    public static <T extends Record> Reading<T> read(Class<T> type, byte[] body) {
        try {
            return read(type, body.length == 0 ? Json.EMPTY_OBJECT : Json.read(body));
        } catch (JsonSyntaxException e) {
            return new Reading.Wrong<>("", "JSON (" + e.getMessage() + ")");
        }
    }

    private static <T extends Record> Reading<T> read(Class<T> type, Json json) {
        if (!json.isObject()) {
            return new Reading.Wrong<>("", "an object");
        }
        List<RecordComponent> components = Members.of(type);
        Set<String> known = components.stream().map(RecordComponent::getName).collect(Collectors.toSet());
        Map<String, Json> members = json.members();
        Optional<String> stranger =
                members.keySet().stream().filter(name -> !known.contains(name)).findFirst();
        if (stranger.isPresent()) {
            return new Reading.Wrong<>(
                    pointer(stranger.get()), "none of this name (there are: " + String.join(", ", known) + ")");
        }
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            RecordComponent component = components.get(i);
            Optional<Json> member =
                    Optional.ofNullable(members.get(component.getName())).filter(value -> !value.isNull());
            Optional<Object> value = member.flatMap(given -> value(Members.type(component), given));
            boolean missing = member.isEmpty() && !Members.isOptional(component);
            if (missing || (member.isPresent() && value.isEmpty())) {
                return new Reading.Wrong<>(pointer(component.getName()), expected(Members.type(component)));
            }
            values[i] = Members.isOptional(component) ? value : value.orElseThrow();
        }
        return new Reading.Good<>(Members.make(type, values));
    }

    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static Optional<Object> value(Type type, Json json) {
        if (type == String.class) {
            return json.string().filter(RecordReader::isAcceptable).map(text -> text);
        }
        if (type == int.class || type == Integer.class) {
            return json.integer().isPresent()
                            && json.integer().getAsLong()
                                    == (int) json.integer().getAsLong()
                    ? Optional.of((int) json.integer().getAsLong())
                    : Optional.empty();
        }
        if (type == boolean.class || type == Boolean.class) {
            return json.bool().map(truth -> truth);
        }
        if (type == Instant.class) {
            return json.string().flatMap(text -> parsed(text, Instant::parse)).filter(at -> LAST.isAfter((Instant) at));
        }
        return type == Duration.class
                ? json.string().flatMap(text -> parsed(text, Duration::parse))
                : word((Class<?>) type, json);
    }

    private static boolean isAcceptable(String text) {
        return !text.isBlank()
                && text.length() <= TEXT_CHARS_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<Object> parsed(String text, Function<String, Object> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<Object> word(Class<?> enumeration, Json json) {
        int index = json.string().map(Members.words(enumeration)::indexOf).orElse(-1);
        return index < 0 ? Optional.empty() : Optional.of(enumeration.getEnumConstants()[index]);
    }

    private static String expected(Type type) {
        if (type == String.class) {
            return "a string of 1 to " + TEXT_CHARS_MAX + " characters, none of them a control character";
        }
        if (type == int.class || type == Integer.class) {
            return "an integer";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "a time, such as 2027-01-31T00:00:00Z";
        }
        return type == Duration.class
                ? "a duration, such as P90D"
                : "one of " + String.join(", ", Members.words((Class<?>) type));
    }
}
