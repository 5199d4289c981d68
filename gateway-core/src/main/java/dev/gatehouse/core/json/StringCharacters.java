package dev.gatehouse.core.json;

/** Reads a JSON string piece by piece as UTF-16, escapes undone: for looking through a long one without a copy of it. */
public final class StringCharacters {
    private final byte[] in;
    private final int end;
    private int at;
    /** The second half of a pair for which there was no room, or 0. */
    private char held;

    /**
     * Starts before the first character.
     *
     * @throws IllegalStateException when this is no string
     */
    public StringCharacters(Json string) {
        if (!string.isString()) {
            throw new IllegalStateException("not a JSON string: " + string.kind());
        }
        in = string.in;
        at = string.from + 1;
        end = string.to - 1;
    }

    /** Whether everything was read. */
    public boolean isAtEnd() {
        return at == end && held == 0;
    }

    /** Fills {@code target} from one place up to another, or less at the end; returns the place after the last one filled. */
    public int read(char[] target, int from, int to) {
        int place = from;
        while (place < to && !isAtEnd()) {
            if (held != 0) {
                target[place++] = held;
                held = 0;
            } else {
                place = plain(target, place, to);
                if (place < to && at < end) {
                    target[place++] = special();
                }
            }
        }
        return place;
    }

    /** Most of most strings is ASCII without escapes. */
    private int plain(char[] target, int from, int to) {
        int last = Math.min(end, at + to - from);
        int place = from;
        int next = at;
        while (next < last && in[next] >= 0 && in[next] != '\\') {
            target[place++] = (char) in[next++];
        }
        at = next;
        return place;
    }

    private char special() {
        return in[at] == '\\' ? escaped() : sequence();
    }

    private char escaped() {
        byte letter = in[at + 1];
        if (letter == 'u') {
            char unit = (char) Text.hex4(in, at + 2);
            at += 6;
            return unit;
        }
        at += 2;
        return StringDecoder.unescape(letter);
    }

    /** The string was checked when it was read: every sequence is whole. */
    private char sequence() {
        int length = Text.sequenceLength(in, at, end);
        int point = in[at] & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            point = point << 6 | (in[at + i] & 0x3F);
        }
        at += length;
        if (Character.isBmpCodePoint(point)) {
            return (char) point;
        }
        held = Character.lowSurrogate(point);
        return Character.highSurrogate(point);
    }
}
