package dev.gatehouse.server.report;

/** Text from records as it is shown: nothing in it moves a cursor, or makes what stands there read otherwise. */
final class ShownText {
    private static final char REPLACEMENT = '\uFFFD';

    private ShownText() {}

    static String of(String text) {
        if (text.chars().noneMatch(ShownText::misleads)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> shown.append(misleads(c) ? REPLACEMENT : (char) c));
        return shown.toString();
    }

    /** Control characters other than tabs and ends of lines, and those that turn the direction of text. */
    private static boolean misleads(int c) {
        boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
        boolean turns =
                (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069') || c == '\u200E' || c == '\u200F';
        return isControl || turns;
    }
}
