package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;

/** Turns the inside of a checked JSON string into a Java string. */
final class StringDecoder {
    private StringDecoder() {}

    static String decode(byte[] in, int from, int to) {
        int escape = Text.skipToMark(in, from, to);
        if (escape == to) {
            return utf8(in, from, to);
        }
        Output out = unescaped(in, from, escape, to);
        return utf8(out.bytes(), 0, out.size());
    }

    /** Writes the string's UTF-8 into an array; returns its length, which is never more than the escaped one. */
    static int decodeTo(byte[] in, int from, int to, byte[] target, int at) {
        int escape = Text.skipToMark(in, from, to);
        if (escape == to) {
            System.arraycopy(in, from, target, at, to - from);
            return to - from;
        }
        Output out = unescaped(in, from, escape, to);
        System.arraycopy(out.bytes(), 0, target, at, out.size());
        return out.size();
    }

    private static Output unescaped(byte[] in, int from, int firstEscape, int to) {
        Output out = new Output(to - from);
        int at = from;
        int escape = firstEscape;
        while (escape < to) {
            out.raw(in, at, escape);
            at = decodeEscape(in, escape, out);
            escape = Text.skipToMark(in, at, to);
        }
        return out.raw(in, at, to);
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

    private static String utf8(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** Writes what the escape at a backslash stands for; returns the place after it. */
    private static int decodeEscape(byte[] in, int backslash, Output out) {
        byte letter = in[backslash + 1];
        if (letter != 'u') {
            out.ascii(unescape(letter));
            return backslash + 2;
        }
        char unit = (char) Text.hex4(in, backslash + 2);
        if (!Character.isHighSurrogate(unit)) {
            out.codePoint(unit);
            return backslash + 6;
        }
        out.codePoint(Character.toCodePoint(unit, (char) Text.hex4(in, backslash + 8)));
        return backslash + 12;
    }

    static char unescape(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) letter;
        };
    }
}
