package dev.gatehouse.policy.detect.secret;

import java.util.List;
import java.util.Locale;

/** What stands in documents where a secret would stand. */
final class Placeholders {
    private static final List<String> WORDS = List.of(
            "example",
            "placeholder",
            "changeme",
            "change_me",
            "redacted",
            "your",
            "xxxx",
            "****",
            "....",
            "dummy",
            "<",
            "${",
            "{{",
            "$(",
            "insert",
            "todo",
            "replace",
            "sample",
            "fake",
            "1234567890abcdef1234567890abcdef");
    /** A run of one character that no random key has. */
    private static final int SAME_MAX = 6;

    private static final int PART = 5;

    private Placeholders() {}

    static boolean isOne(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return holdsAny(lower, WORDS) || repeats(lower);
    }

    /** Whether any of the words stands in a value. A stream would cost more than the search. */
    static boolean holdsAny(String value, List<String> words) {
        for (String word : words) {
            if (value.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Long, and no small part: some keys have a row of the same letter in a place that is not random. */
    private static boolean repeats(String value) {
        int same = 1;
        for (int i = 1; i < value.length(); i++) {
            same = value.charAt(i) == value.charAt(i - 1) ? same + 1 : 1;
            if (same > SAME_MAX && same * PART > value.length()) {
                return true;
            }
        }
        return false;
    }
}
