package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * How a provider writes its keys: fixed text and runs of an alphabet, as in {@code ghp_{A36}} or {@code SG.{W22}.{W43}}.
 * A run takes as much as it may and nothing is tried twice, so the time is linear in what is matched.
 *
 * @param word the fixed text by which it is found: the longest that always stands at the same distance from the beginning
 * @param wordAt that distance, in characters
 */
record KeyFormat(String type, int confidence, String word, int wordAt, List<Part> parts) {

    /** Either fixed text or a run. */
    sealed interface Part {
        record Fixed(String text) implements Part {}

        record Run(Letters letters, int min, int max) implements Part {}
    }

    KeyFormat {
        parts = List.copyOf(parts);
    }

    /** Reads {@code ghp_{A36}}; a run of no stated length is one of {@code {A20-}}. */
    static KeyFormat parse(String type, int confidence, String pattern) {
        List<Part> parts = new ArrayList<>();
        String word = "";
        int wordAt = 0;
        int length = 0;
        String left = pattern;
        while (!left.isEmpty()) {
            boolean isRun = left.charAt(0) == '{';
            int end = isRun ? left.indexOf('}') + 1 : fixedEnd(left);
            String written = left.substring(0, end);
            parts.add(isRun ? run(written.substring(1, end - 1)) : new Part.Fixed(written));
            if (!isRun && length >= 0 && written.length() > word.length()) {
                word = written;
                wordAt = length;
            }
            length = length < 0 ? length : after(length, parts.getLast());
            left = left.substring(end);
        }
        return new KeyFormat("secret." + type, confidence, word, wordAt, parts);
    }

    /** How far from the beginning this part ends, or -1 when that is not always the same. */
    private static int after(int length, Part part) {
        return switch (part) {
            case Part.Fixed(String text) -> length + text.length();
            case Part.Run run -> run.min() == run.max() ? length + run.min() : -1;
        };
    }

    private static int fixedEnd(String left) {
        int open = left.indexOf('{');
        return open < 0 ? left.length() : open;
    }

    private static Part run(String written) {
        String[] lengths = written.substring(1).split("-", -1);
        int min = Integer.parseInt(lengths[0]);
        int max = lengths.length == 1 ? min : lengths[1].isEmpty() ? 4_096 : Integer.parseInt(lengths[1]);
        return new Part.Run(Letters.valueOf(written.substring(0, 1)), min, max);
    }

    /** The place after a key that begins at {@code from}, or -1 when none does. */
    int end(Text text, int from) {
        if (from < 0 || isInside(text, from)) {
            return -1;
        }
        int at = from;
        for (Part part : parts) {
            at = switch (part) {
                case Part.Fixed(String expected) -> text.startsWith(expected, at) ? at + expected.length() : -1;
                case Part.Run run -> runEnd(text, at, run);
            };
            if (at < 0) {
                return -1;
            }
        }
        return endsRun(text, at) ? at : -1;
    }

    /** Whether what stands before makes it the end of something longer. */
    private boolean isInside(Text text, int from) {
        char before = text.peek(from - 1);
        return switch (parts.getFirst()) {
            case Part.Fixed(String fixed) -> Letters.A.has(fixed.charAt(0)) && Letters.A.has(before);
            case Part.Run run -> run.letters().has(before);
        };
    }

    private static int runEnd(Text text, int from, Part.Run run) {
        int at = from;
        while (at - from < run.max() && run.letters().has(text.peek(at))) {
            at++;
        }
        return at - from < run.min() ? -1 : at;
    }

    /** A run that could go on is something else: a longer identifier, a digest. */
    private boolean endsRun(Text text, int at) {
        return !(parts.getLast() instanceof Part.Run run) || !run.letters().has(text.peek(at));
    }
}
