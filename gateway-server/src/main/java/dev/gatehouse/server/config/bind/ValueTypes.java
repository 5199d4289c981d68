package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.budget.Usd;
import dev.gatehouse.transport.http.Cidr;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The scalar types that components of configuration records may have. */
final class ValueTypes {
    private static final String CIDR_REGEX = "[0-9A-Fa-f:.]+(/[0-9]{1,3})?";

    static final ValueType<Secret> SECRET = unordered("text", "text", "", false, scalar(), ValueTypes::secret);

    private static final Map<Class<?>, ValueType<?>> KNOWN = Map.ofEntries(
            Map.entry(String.class, unordered("text", "text", "text", false, plain(), Optional::of)),
            Map.entry(boolean.class, bool()),
            Map.entry(Boolean.class, bool()),
            Map.entry(int.class, whole()),
            Map.entry(Integer.class, whole()),
            Map.entry(Usd.class, ordered("US dollars", "US dollars such as 100 or 0.002", "1", amounts(), Usd::parse)),
            Map.entry(
                    Percent.class,
                    unordered("percentage", "1% to 100%", "80%", true, pattern(Percent.REGEX), Percent::parse)),
            Map.entry(
                    Double.class, ordered("number", "a number such as 0.8", "0.8", kind("number"), ValueTypes::number)),
            Map.entry(
                    Duration.class,
                    ordered(
                            "duration",
                            "a duration such as 30s, 15m or 90d",
                            "30s",
                            pattern(Durations.REGEX),
                            Durations::parse)),
            Map.entry(
                    LocalDate.class,
                    unordered(
                            "date", "a date such as 2027-12-31", "2027-12-31", true, format("date"), ValueTypes::date)),
            Map.entry(
                    ByteSize.class,
                    ordered("size", "a size such as 64KiB or 4MiB", "1MiB", pattern(ByteSize.REGEX), ByteSize::parse)),
            Map.entry(
                    HostPort.class,
                    unordered(
                            "host:port",
                            "host:port such as 127.0.0.1:8080",
                            "127.0.0.1:8080",
                            true,
                            pattern(HostPort.REGEX),
                            HostPort::parse)),
            Map.entry(
                    Cidr.class,
                    unordered(
                            "CIDR",
                            "an address range such as 10.0.0.0/8",
                            "127.0.0.1/32",
                            true,
                            pattern(CIDR_REGEX),
                            ValueTypes::cidr)),
            Map.entry(
                    URI.class,
                    unordered(
                            "URL",
                            "a URL such as https://gateway.example.com",
                            "https://example.com",
                            false,
                            format("uri"),
                            ValueTypes::url)),
            Map.entry(Path.class, unordered("path", "a path", ".", false, plain(), ValueTypes::path)),
            Map.entry(
                    ScriptFile.class,
                    unordered(
                            "path of a script",
                            "the path of a script",
                            "script.js",
                            false,
                            plain(),
                            path -> path(path).map(_ -> new ScriptFile(path, "")))),
            Map.entry(
                    JsonPointer.class,
                    unordered(
                            "JSON pointer",
                            "a JSON pointer such as /results",
                            "/id",
                            false,
                            pattern("(/([^~/]|~[01])*)*"),
                            ValueTypes::pointer)),
            Map.entry(
                    Glob.class,
                    unordered("glob", "a name in which * and ? match any", "*", true, nonEmpty(), ValueTypes::glob)),
            Map.entry(Secret.class, SECRET));

    private static final Pattern WORD_START = Pattern.compile("_(.)");

    /** Longer ones name years that no credential should see. */
    private static final int DATE_CHARS = 10;

    private ValueTypes() {}

    /** Empty when the class is no scalar type. */
    static Optional<ValueType<?>> find(Class<?> type) {
        return type.isEnum() ? Optional.of(words(type)) : Optional.ofNullable(KNOWN.get(type));
    }

    private static ValueType<Integer> whole() {
        return ordered("whole number", "a whole number", "1", integers(), ValueTypes::integer);
    }

    private static ValueType<Boolean> bool() {
        return unordered("true or false", "true or false", "false", true, kind("boolean"), text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** The constants of an enum. */
    private static ValueType<Object> words(Class<?> type) {
        List<?> constants = Arrays.asList(type.getEnumConstants());
        List<String> words = constants.stream().map(ValueTypes::word).toList();
        return unordered(
                String.join(" \\| ", words),
                "one of " + String.join(", ", words),
                words.getFirst(),
                true,
                Json.object().put("enum", Json.ofStrings(words)).build(),
                text -> words.contains(text) ? Optional.of(constants.get(words.indexOf(text))) : Optional.empty());
    }

    /** As the keys of a file are written: {@code ON_APPROVAL} is {@code onApproval}. */
    private static String word(Object constant) {
        return WORD_START
                .matcher(constant.toString().toLowerCase(Locale.ROOT))
                .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.length() == DATE_CHARS ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> integer(String text) {
        return text.matches("0|[1-9][0-9]{0,8}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static Optional<Double> number(String text) {
        return text.matches("(0|[1-9][0-9]{0,8})([.][0-9]{1,9})?")
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }

    private static Optional<Cidr> cidr(String text) {
        try {
            return text.matches(CIDR_REGEX) ? Optional.of(Cidr.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            return url.isAbsolute() ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonPointer> pointer(String text) {
        try {
            return Optional.of(JsonPointer.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Glob> glob(String text) {
        return text.isEmpty() || text.length() > Glob.PATTERN_CHARS_MAX
                ? Optional.empty()
                : Optional.of(new Glob(text));
    }

    private static Optional<Secret> secret(String text) {
        return Optional.of(new Secret(text, List.of()));
    }

    private static <T> ValueType<T> unordered(
            String name,
            String expected,
            String example,
            boolean shown,
            Json schema,
            Function<String, Optional<T>> parser) {
        return new ValueType<>(name, expected, example, shown, schema, parser::apply);
    }

    private static <T extends Comparable<T>> ValueType<T> ordered(
            String name, String expected, String example, Json schema, Function<String, Optional<T>> parser) {
        return new ValueType<>(name, expected, example, true, schema, new Ordered<>(parser));
    }

    private record Ordered<T extends Comparable<T>>(Function<String, Optional<T>> parser)
            implements ValueType.Parser<T> {
        @Override
        public Optional<T> parse(String text) {
            return parser.apply(text);
        }

        @Override
        public boolean within(T value, String min, String max) {
            return value.compareTo(parse(min).orElseThrow()) >= 0
                    && value.compareTo(parse(max).orElseThrow()) <= 0;
        }
    }

    private static Json plain() {
        return kind("string");
    }

    /** Numbers and words like {@code true} are taken as they are written. */
    private static Json scalar() {
        return Json.object()
                .put("type", Json.ofStrings(List.of("string", "number", "boolean")))
                .build();
    }

    private static Json integers() {
        return kind("integer");
    }

    private static Json amounts() {
        return kind("number").with("minimum", Json.of(0));
    }

    private static Json nonEmpty() {
        return plain().with("minLength", Json.of(1));
    }

    private static Json kind(String type) {
        return Json.object().put("type", type).build();
    }

    private static Json format(String format) {
        return plain().with("format", Json.of(format));
    }

    private static Json pattern(String regex) {
        return plain().with("pattern", Json.of("^" + regex + "$"));
    }
}
