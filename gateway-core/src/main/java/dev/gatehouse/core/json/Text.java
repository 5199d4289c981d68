package dev.gatehouse.core.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The inside of strings, byte by byte: what needs no thought, what is valid UTF-8. */
final class Text {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Text() {}

    /** The first place from {@code at} on with a quote, backslash, control or non-ASCII byte, or {@code end}. */
    static int skipPlain(byte[] in, int at, int end) {
        int place = at;
        while (place <= end - Long.BYTES) {
            long special = special((long) LONGS.get(in, place));
            if (special != 0) {
                return place + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            place += Long.BYTES;
        }
        while (place < end && isPlain(in[place])) {
            place++;
        }
        return place;
    }

    static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /** The first place from {@code at} on that holds a quote or a backslash, or {@code end}. */
    static int skipToMark(byte[] in, int at, int end) {
        int place = at;
        while (place <= end - Long.BYTES) {
            long marks = marks((long) LONGS.get(in, place));
            if (marks != 0) {
                return place + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            place += Long.BYTES;
        }
        while (place < end && in[place] != '"' && in[place] != '\\') {
            place++;
        }
        return place;
    }

    /** Sets the high bit of each special byte; a borrow can only mark bytes above the first special one. */
    private static long special(long eight) {
        return marks(eight) | (((eight - SPACES) | eight) & HIGH_BITS);
    }

    /** The same for quotes and backslashes alone. */
    private static long marks(long eight) {
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
    }

    /** The bytes, 2 to 4, of the well-formed UTF-8 sequence (RFC 3629) at {@code at}, or 0 when it is none. */
    static int sequenceLength(byte[] in, int at, int end) {
        int lead = in[at] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || length > end - at || !isSecond(lead, in[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The second byte is where overlong forms, surrogates and code points above U+10FFFF show. */
    private static boolean isSecond(int lead, int second) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return low <= second && second <= high;
    }

    /** The value of four hexadecimal digits, negative when one of them is not a digit. */
    static int hex4(byte[] in, int at) {
        return Character.digit(in[at], 16) << 12
                | Character.digit(in[at + 1], 16) << 8
                | Character.digit(in[at + 2], 16) << 4
                | Character.digit(in[at + 3], 16);
    }

    /** Where the first half surrogate pair stands, or -1. UTF-8 cannot say a string that has one. */
    static int indexOfLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
                return i - 1;
            }
        }
        return -1;
    }
}
