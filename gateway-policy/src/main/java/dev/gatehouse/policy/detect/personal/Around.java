package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Text;

/** The words before a place, and the name of the member that holds it. */
final class Around {
    private static final int BEFORE_CHARS = 48;

    private Around() {}

    static boolean says(Text text, int from, Keywords words) {
        return words.areAround(text, Math.max(0, from - BEFORE_CHARS), from, false);
    }

    /** The same, where a word begins: there is a "tel" in "Intel". */
    static boolean saysWord(Text text, int from, Keywords words) {
        return words.areAround(text, Math.max(0, from - BEFORE_CHARS), from, true);
    }
}
