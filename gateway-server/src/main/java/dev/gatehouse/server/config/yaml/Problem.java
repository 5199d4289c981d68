package dev.gatehouse.server.config.yaml;

/**
 * One thing wrong with the file. Safe to print and to log: control characters are escaped, and no value of a key that
 * may hold a secret is quoted.
 */
public record Problem(Position at, KeyPath path, String message) {
    static final int TEXT_CHARS_MAX = 400;

    /** {@code 12:5: bundles.engineering.policies[0]: no such policy}, ready to stand behind a file name and a colon. */
    @Override
    public String toString() {
        String place = path.steps().isEmpty() ? "" : path + ": ";
        return at + ": " + printable(place + message);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().limit(TEXT_CHARS_MAX).forEach(c -> {
            if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("\\u{%x}", c));
            }
        });
        return out.toString();
    }

    /** Format characters are out as well: they can turn a line around on a terminal. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
