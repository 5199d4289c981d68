package dev.gatehouse.policy.detect.scan;

/**
 * A stretch of one string, escapes undone, with what is known of where it stands. One is filled again and again during a
 * scan: a detector keeps nothing of it.
 */
public final class Text {
    final char[] chars;
    int length;
    char[] name = NO_NAME;
    Side side = Side.ARGUMENTS;
    boolean isWhole = true;

    private static final char[] NO_NAME = {};

    Text(int capacityChars) {
        chars = new char[capacityChars];
    }

    /** A text of its own, for looking at what was decoded out of another. */
    public static Text of(String content, String name, Side side) {
        Text text = new Text(content.length());
        content.getChars(0, content.length(), text.chars, 0);
        text.length = content.length();
        text.name = name.toCharArray();
        text.side = side;
        return text;
    }

    public int length() {
        return length;
    }

    /** @param at below {@link #length} */
    public char at(int at) {
        return chars[at];
    }

    /** The character there, or NUL beyond either end. */
    public char peek(int at) {
        return at >= 0 && at < length ? chars[at] : 0;
    }

    /** The name of the nearest member that holds it, or the empty text. */
    public String name() {
        return new String(name);
    }

    public Side side() {
        return side;
    }

    /** Whether this is all of its string. */
    public boolean isWhole() {
        return isWhole;
    }

    /** The first place from there on where none of these stands, or the end. */
    public int after(Ascii these, int from) {
        int at = from;
        while (at < length && these.has(chars[at])) {
            at++;
        }
        return at;
    }

    public String slice(int from, int to) {
        return new String(chars, from, to - from);
    }

    /** Whether this ASCII text stands there, letter by letter. */
    public boolean startsWith(String expected, int at) {
        if (at < 0 || at + expected.length() > length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (chars[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "text of " + length + " characters";
    }
}
