package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a tool that are repeated in headers: {@code x-mcp-header} in its input schema (2026-07-28,
 * basic/transports/streamable-http). One wrong annotation makes the whole tool unusable over HTTP.
 */
public final class ParamHeaders {
    private static final String ANNOTATION = "x-mcp-header";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    /** Keywords whose values are data, not schemas. */
    private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    /** Nothing is repeated. */
    public static final ParamHeaders NONE = new ParamHeaders();

    private record Annotated(String header, List<String> path) {}

    private final List<Annotated> annotated = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean valid = true;

    private ParamHeaders() {}

    /** Empty when an annotation is wrong: the tool must not be offered. */
    public static Optional<ParamHeaders> of(Json inputSchema) {
        ParamHeaders headers = new ParamHeaders();
        headers.property(inputSchema, List.of());
        return headers.valid ? Optional.of(headers) : Optional.empty();
    }

    /** Header names (without {@code Mcp-Param-}) and the arguments they repeat; absent and null ones have none. */
    public Map<String, Json> repeated(Json arguments) {
        if (annotated.isEmpty()) {
            return Map.of();
        }
        Map<String, Json> repeated = new LinkedHashMap<>();
        for (Annotated one : annotated) {
            Optional<Json> value = Optional.of(arguments);
            for (String step : one.path()) {
                value = value.flatMap(json -> json.member(step));
            }
            value.filter(json -> text(json).isPresent()).ifPresent(json -> repeated.put(one.header(), json));
        }
        return repeated;
    }

    /** The same with unencoded values of headers. */
    public Map<String, String> values(Json arguments) {
        if (annotated.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        repeated(arguments).forEach((name, json) -> text(json).ifPresent(text -> values.put(name, text)));
        return values;
    }

    /**
     * Whether a header says what an argument says: texts and booleans letter for letter, numbers by their value, as 1, 1.0
     * and 1e0 are one number.
     *
     * @param said the header's value, unencoded
     */
    public static boolean isSame(Json argument, String said) {
        if (text(argument).equals(Optional.of(said))) {
            return true;
        }
        Optional<BigDecimal> number = number(argument);
        return number.isPresent()
                && number(said)
                        .filter(other -> other.compareTo(number.get()) == 0)
                        .isPresent();
    }

    /** Only what JSON takes for a number and nothing around it, and so of bounded length. */
    private static Optional<BigDecimal> number(String literal) {
        try {
            return Optional.of(Json.read(literal))
                    .filter(json -> json.length() == literal.length())
                    .flatMap(ParamHeaders::number);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Empty for an exponent beyond 32 bits: then only the same letters mean the same. */
    private static Optional<BigDecimal> number(Json json) {
        try {
            return json.kind() == Json.Kind.NUMBER ? Optional.of(new BigDecimal(json.toString())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The names of all headers, without {@code Mcp-Param-}, whatever the arguments are. */
    public List<String> names() {
        return Collections.unmodifiableList(headers);
    }

    private static Optional<String> text(Json value) {
        return switch (value.kind()) {
            case STRING -> value.string();
            case NUMBER, TRUE, FALSE -> Optional.of(value.toString());
            case NULL, OBJECT, ARRAY -> Optional.empty();
        };
    }

    private void property(Json schema, List<String> path) {
        schema.member(ANNOTATION).ifPresent(name -> annotation(name, schema, path));
        schema.members().forEach((keyword, value) -> {
            if (keyword.equals("properties")) {
                value.members().forEach((name, child) -> property(child, and(path, name)));
            } else if (!DATA.contains(keyword) && !keyword.equals(ANNOTATION)) {
                elsewhere(value);
            }
        });
    }

    /** Below anything but {@code properties} no annotation may stand: it would name no one place in the arguments. */
    private void elsewhere(Json value) {
        value.elements().forEach(this::elsewhere);
        value.members().forEach((keyword, child) -> {
            // A property may bear the name; then a schema stands here.
            if (keyword.equals(ANNOTATION) && !child.isObject()) {
                valid = false;
            } else if (!DATA.contains(keyword)) {
                elsewhere(child);
            }
        });
    }

    private void annotation(Json name, Json schema, List<String> path) {
        Optional<String> header = name.string().filter(ParamHeaders::isToken);
        boolean typed = schema.text("type").filter(TYPES::contains).isPresent();
        if (path.isEmpty()
                || header.isEmpty()
                || !typed
                || !names.add(header.get().toLowerCase(Locale.ROOT))) {
            valid = false;
        } else {
            annotated.add(new Annotated(header.get(), path));
            headers.add(header.get());
        }
    }

    private static List<String> and(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    /** RFC 9110 5.6.2. */
    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.length() <= 128
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || TOKEN_CHARACTERS.indexOf(c) >= 0);
    }
}
