package dev.gatehouse.policy.detect.scan;

/** Undoes percent signs (RFC 3986), numeric entities of HTML, and escapes of JSON that stand in text once more. */
public final class Escaped {
    private static final int NONE = -1;
    private static final int ENTITY_MAX_CHARS = 8;

    private Escaped() {}

    /** Whether something is escaped there. */
    public static boolean isOne(Text text, int at) {
        return read(text, at) != NONE;
    }

    /** All of the text, each escape as the character that it stands for. */
    public static String undone(Text text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int one = read(text, at);
            plain.append(one == NONE ? text.at(at) : (char) one);
            at += one == NONE ? 1 : one >>> 16;
        }
        return plain.toString();
    }

    /** What is escaped there, and in the upper half how many characters say so. */
    private static int read(Text text, int at) {
        return switch (text.peek(at)) {
            case '%' -> number(text, at, at + 1, at + 3, 16);
            case '\\' -> text.peek(at + 1) == 'u' ? number(text, at, at + 2, at + 6, 16) : NONE;
            case '&' -> text.peek(at + 1) == '#' ? entity(text, at) : NONE;
            default -> NONE;
        };
    }

    private static int entity(Text text, int at) {
        int end = at + 2;
        while (text.peek(end) != ';') {
            end++;
            if (end - at > ENTITY_MAX_CHARS) {
                return NONE;
            }
        }
        boolean isHex = text.peek(at + 2) == 'x';
        int one = number(text, at, isHex ? at + 3 : at + 2, end, isHex ? 16 : 10);
        return one == NONE ? NONE : one + (1 << 16);
    }

    /** The character whose number stands from one place to another; it counts from {@code begin}. */
    private static int number(Text text, int begin, int from, int to, int radix) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(text.peek(at), radix);
            if (digit < 0) {
                return NONE;
            }
            value = value * radix + digit;
        }
        return from == to || value > 0xFFFF ? NONE : value | ((to - begin) << 16);
    }
}
