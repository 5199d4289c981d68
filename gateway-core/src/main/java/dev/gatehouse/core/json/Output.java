package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a JSON text while it is written. */
final class Output {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Of {@link Long#MIN_VALUE}. */
    static final int LONGEST_NUMBER_BYTES = 20;

    private static final int LONGEST_CHARACTER_BYTES = 6;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int size;
    /** Whether a value was given out that is made of these bytes. */
    private boolean given;

    Output(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The value written so far; whoever wrote it vouches that it is one. */
    Json json() {
        return new Json(bytes, 0, size);
    }

    /** The value written so far with its end, which whoever goes on writes anew. Nearly nobody does, so nothing is copied here. */
    Json closed(char end) {
        ascii(end);
        Json closed = json();
        size--;
        given = true;
        return closed;
    }

    Output ascii(char c) {
        ensure(1);
        bytes[size++] = (byte) c;
        return this;
    }

    Output raw(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    Output value(Json value) {
        ensure(value.length());
        size += value.copyTo(bytes, size);
        return this;
    }

    Output number(long number) {
        ensure(LONGEST_NUMBER_BYTES);
        int end = size + LONGEST_NUMBER_BYTES;
        int at = end;
        // Taken from the negative: the least number has no positive one.
        long rest = number < 0 ? number : -number;
        do {
            bytes[--at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            bytes[--at] = '-';
        }
        System.arraycopy(bytes, at, bytes, size, end - at);
        size += end - at;
        return this;
    }

    /** Writes a member's name and its colon. Names are not repaired: two broken ones could become the same. */
    Output name(String name) {
        ascii('"');
        int at = plain(name, 0);
        if (at < name.length() && Text.indexOfLoneSurrogate(name) >= 0) {
            throw new IllegalArgumentException("a member name holds half a surrogate pair");
        }
        return rest(name, at).ascii(':');
    }

    /** Writes a string in quotes; half a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
    Output quoted(String text) {
        ascii('"');
        return rest(text, plain(text, 0));
    }

    private Output rest(String text, int from) {
        int at = from;
        while (at < text.length()) {
            at = plain(text, special(text, at));
        }
        return ascii('"');
    }

    /** Writes the characters from here on that stand for themselves; returns where the first other one is. */
    private int plain(String text, int from) {
        int end = text.length();
        ensure(end - from);
        byte[] target = bytes;
        int to = size - from;
        int at = from;
        while (at < end && isPlain(text.charAt(at))) {
            target[to + at] = (byte) text.charAt(at);
            at++;
        }
        size = to + at;
        return at;
    }

    /** Writes the one character here that needs more; returns where the next one is. */
    private int special(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80) {
            escaped(c);
            return at + 1;
        }
        int codePoint = text.codePointAt(at);
        codePoint(isSurrogate(codePoint) ? REPLACEMENT : codePoint);
        return at + Character.charCount(codePoint);
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && Text.isPlain((byte) c);
    }

    /** Writes the UTF-8 of a code point that is no surrogate, unescaped. */
    Output codePoint(int codePoint) {
        ensure(LONGEST_CHARACTER_BYTES);
        if (codePoint < 0x80) {
            bytes[size++] = (byte) codePoint;
            return this;
        }
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            bytes[size++] = (byte) (0xE0 | (codePoint >> 12));
            continuation(codePoint >> 6);
        } else {
            bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
        }
        continuation(codePoint);
        return this;
    }

    private void escaped(char c) {
        ensure(LONGEST_CHARACTER_BYTES);
        bytes[size++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[size++] = (byte) c;
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[c >> 4];
                bytes[size++] = HEX[c & 0xF];
            }
        }
    }

    private void continuation(int bits) {
        bytes[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE;
    }

    private void ensure(int more) {
        if (given || more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
            given = false;
        }
    }
}
