package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;

/** Turns the inside of a checked JSON string into a Java string. */
final class StringDecoder {
    private StringDecoder() {}

    static String decode(byte[] in, int from, int to) {
        int escape = indexOfEscape(in, from, to);
        if (escape == to) {
            return utf8(in, from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (escape < to) {
            out.append(utf8(in, at, escape)).append(unescape(in, escape));
            at = escape + (in[escape + 1] == 'u' ? 6 : 2);
            escape = indexOfEscape(in, at, to);
        }
        return out.append(utf8(in, at, to)).toString();
    }

    /** Whether the string between two offsets says {@code text}; allocates nothing for ASCII without escapes. */
    static boolean matches(byte[] in, int from, int to, String text) {
        int length = text.length();
        int at = from;
        for (int i = 0; i < length; i++, at++) {
            if (at == to) {
                return false;
            }
            if (in[at] < 0 || in[at] == '\\') {
                return decode(in, from, to).equals(text);
            }
            if (in[at] != text.charAt(i)) {
                return false;
            }
        }
        return at == to;
    }

    private static int indexOfEscape(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] != '\\') {
            at++;
        }
        return at;
    }

    private static String utf8(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    private static char unescape(byte[] in, int backslash) {
        byte letter = in[backslash + 1];
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Text.hex4(in, backslash + 2);
            default -> (char) letter;
        };
    }
}
