package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;
import java.util.Locale;

/** The words before a place, and the name of the member that holds it. */
final class Around {
    private static final int BEFORE_CHARS = 48;

    private Around() {}

    static boolean says(Text text, int from, List<String> words) {
        String before = text.slice(Math.max(0, from - BEFORE_CHARS), from) + " " + text.name();
        String lower = before.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }
}
