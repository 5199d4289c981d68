package dev.gatehouse.core.mcp;

/** The one grammar of names that stand in URLs, metrics and file keys: 1–64 of {@code [a-z0-9_-]}, a letter or digit first. */
public final class Names {
    public static final int SLUG_CHARS_MAX = 64;

    private Names() {}

    public static boolean isSlug(String value) {
        if (value.isEmpty() || value.length() > SLUG_CHARS_MAX || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        // A loop, for each request names a virtual server.
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException naming the kind and the value, when it is not a slug */
    public static void requireSlug(String kind, String value) {
        if (!isSlug(value)) {
            throw new IllegalArgumentException(
                    kind + " name: \"" + value + "\" (expected: 1-64 of a-z 0-9 _ -, a letter or digit first)");
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
