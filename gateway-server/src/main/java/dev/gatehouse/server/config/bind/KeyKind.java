package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.mcp.Names;
import java.util.regex.Pattern;

/** The grammars of keys that the file's author chooses. */
public enum KeyKind {
    ANY(".{1,256}", "1-256 characters"),
    /** See {@link Names}. */
    NAME(
            "[a-z0-9][a-z0-9_-]{0," + (Names.SLUG_CHARS_MAX - 1) + "}",
            "1-" + Names.SLUG_CHARS_MAX + " of a-z 0-9 _ -, a letter or digit first"),
    /** A field name of RFC 9110 §5.1. */
    HEADER("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}", "a header name"),
    VARIABLE("[A-Za-z_][A-Za-z0-9_]{0,127}", "a name of an environment variable");

    private final Pattern pattern;
    private final String expected;

    KeyKind(String pattern, String expected) {
        this.pattern = Pattern.compile(pattern);
        this.expected = expected;
    }

    boolean admits(String key) {
        return pattern.matcher(key).matches();
    }

    public String expected() {
        return expected;
    }

    /** For a JSON Schema, where patterns are not anchored by themselves. */
    public String regex() {
        return "^" + pattern.pattern() + "$";
    }
}
