package dev.gatehouse.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A place in a JSON value (RFC 6901), in its string form: {@code /params/arguments/0}. */
public final class JsonPointer {
    private static final Pattern STRAY_TILDE = Pattern.compile("~(?![01])");

    private final List<String> tokens;

    private JsonPointer(List<String> tokens) {
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
        List<String> tokens = new ArrayList<>();
        int from = 1;
        for (int to = text.indexOf('/', from); to >= 0; to = text.indexOf('/', from)) {
            tokens.add(unescape(text.substring(from, to)));
            from = to + 1;
        }
        tokens.add(unescape(text.substring(from)));
        return new JsonPointer(List.copyOf(tokens));
    }

    /** Member names and array indexes from the outside in, unescaped. */
    public List<String> tokens() {
        return tokens;
    }

    /** The string form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
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

    private static String unescape(String token) {
        if (STRAY_TILDE.matcher(token).find()) {
            throw new IllegalArgumentException("in a JSON pointer '~' is followed by '0' or '1'");
        }
        return token.replace("~1", "/").replace("~0", "~");
    }
}
