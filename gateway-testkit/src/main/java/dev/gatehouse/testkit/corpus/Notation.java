package dev.gatehouse.testkit.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;

/** How the texts of a corpus are written: line ends, characters by their code points, Base64 and random parts. */
final class Notation {
    private static final String DIGITS = "0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LETTERS = UPPER + "abcdefghijklmnopqrstuvwxyz";

    private Notation() {}

    /** @param seed of the random parts, so that they are the same each time */
    static String read(String written, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(written.length());
        int at = 0;
        while (at < written.length()) {
            int close = closing(written, at);
            if (close < 0) {
                char c = written.charAt(at++);
                text.append(c == '␤' ? '\n' : c);
            } else if (written.charAt(at) == '‹') {
                text.appendCodePoint(Integer.parseInt(written.substring(at + 1, close), 16));
                at = close + 1;
            } else {
                text.append(part(written.substring(at + 2, close), random));
                at = close + 2;
            }
        }
        return text.toString();
    }

    private static int closing(String written, int at) {
        if (written.charAt(at) == '‹') {
            return written.indexOf('›', at);
        }
        boolean isPart =
                written.startsWith("{{b64:", at) || written.substring(at).matches("(?s)\\{\\{[A-Z][0-9]+}}.*");
        return isPart ? written.indexOf("}}", at) : -1;
    }

    private static String part(String written, SplittableRandom random) {
        if (written.startsWith("b64:")) {
            return Base64.getEncoder().encodeToString(written.substring(4).getBytes(StandardCharsets.UTF_8));
        }
        String alphabet = alphabet(written.charAt(0));
        StringBuilder text = new StringBuilder();
        for (int left = Integer.parseInt(written.substring(1)); left > 0; left--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String alphabet(char letter) {
        return switch (letter) {
            case 'A' -> LETTERS + DIGITS;
            case 'U' -> UPPER + DIGITS;
            case 'B' -> UPPER + "234567";
            case 'X' -> DIGITS + "abcdef";
            case 'D' -> DIGITS;
            case 'W' -> LETTERS + DIGITS + "-_";
            case 'S' -> LETTERS + DIGITS + "+/";
            default -> throw new IllegalArgumentException("no alphabet " + letter);
        };
    }
}
