package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * How a provider writes its keys: fixed text and runs of an alphabet, as in {@code ghp_{A36}} or {@code SG.{W22}.{W43}}.
 * A run takes as much as it may and nothing is tried twice, so the time is linear in what is matched.
 *
 * @param prefix the fixed text it begins with
 */
record KeyFormat(String type, int confidence, String prefix, List<Part> rest) {

    /** Either fixed text or a run. */
    sealed interface Part {
        record Fixed(String text) implements Part {}

        record Run(Letters letters, int min, int max) implements Part {}
    }

    KeyFormat {
        rest = List.copyOf(rest);
    }

    /** Reads {@code ghp_{A36}}; a run of no stated length is one of {@code {A20-}}. */
    static KeyFormat parse(String type, int confidence, String pattern) {
        int open = pattern.indexOf('{');
        List<Part> parts = new ArrayList<>();
        String left = pattern.substring(open);
        while (!left.isEmpty()) {
            int end = left.charAt(0) == '{' ? left.indexOf('}') + 1 : fixedEnd(left);
            parts.add(left.charAt(0) == '{' ? run(left.substring(1, end - 1)) : new Part.Fixed(left.substring(0, end)));
            left = left.substring(end);
        }
        return new KeyFormat("secret." + type, confidence, pattern.substring(0, open), parts);
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
        boolean isInWord = Letters.A.has(prefix.charAt(0)) && Letters.A.has(text.peek(from - 1));
        if (isInWord || !text.startsWith(prefix, from)) {
            return -1;
        }
        int at = from + prefix.length();
        for (Part part : rest) {
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

    private static int runEnd(Text text, int from, Part.Run run) {
        int at = from;
        while (at - from < run.max() && run.letters().has(text.peek(at))) {
            at++;
        }
        return at - from < run.min() ? -1 : at;
    }

    /** A run that could go on is something else: a longer identifier, a digest. */
    private boolean endsRun(Text text, int at) {
        return !(rest.getLast() instanceof Part.Run run) || !run.letters().has(text.peek(at));
    }
}
