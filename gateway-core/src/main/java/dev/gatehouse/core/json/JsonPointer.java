package dev.gatehouse.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A place in a JSON value (RFC 6901), in its string form: {@code /params/arguments/0}. */
public final class JsonPointer {
    private static final Pattern STRAY_TILDE = Pattern.compile("~(?![01])");
    /** RFC 6901 §4: no sign, no leading zero. Nine digits are more elements than any document has. */
    private static final Pattern ARRAY_INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final List<Token> tokens;

    private JsonPointer(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads the string form; the empty string is the whole value.
     *
     * @throws IllegalArgumentException when the text is not a pointer
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return new JsonPointer(List.of());
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer is empty or starts with '/'");
        }
        if (STRAY_TILDE.matcher(text).find()) {
            throw new IllegalArgumentException("in a JSON pointer '~' is followed by '0' or '1'");
        }
        List<Token> tokens = new ArrayList<>();
        int from = 1;
        for (int to = text.indexOf('/', from); to >= 0; to = text.indexOf('/', from)) {
            tokens.add(Token.parse(text.substring(from, to)));
            from = to + 1;
        }
        tokens.add(Token.parse(text.substring(from)));
        return new JsonPointer(List.copyOf(tokens));
    }

    /** The names and indices on the way, escapes undone. */
    List<String> steps() {
        return tokens.stream().map(Token::name).toList();
    }

    /** The value this pointer leads to from {@code root}, a slice of it. */
    Optional<Json> find(Json root) {
        Optional<Json> found = Optional.of(root);
        for (Token token : tokens) {
            found = found.flatMap(token::find);
        }
        return found;
    }

    /** The string form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            text.append('/').append(token.name.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonPointer pointer && tokens.equals(pointer.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    /** One step: a member of that name, or an element when the name is an index, else -1. */
    private record Token(String name, int index) {
        static Token parse(String escaped) {
            String name = escaped.replace("~1", "/").replace("~0", "~");
            return new Token(name, ARRAY_INDEX.matcher(name).matches() ? Integer.parseInt(name) : -1);
        }

        Optional<Json> find(Json value) {
            return value.isArray() ? element(value) : value.member(name);
        }

        private Optional<Json> element(Json array) {
            Cursor element = new Cursor(array);
            int at = 0;
            while (at <= index && element.next()) {
                if (at++ == index) {
                    return Optional.of(element.value());
                }
            }
            return Optional.empty();
        }
    }
}
