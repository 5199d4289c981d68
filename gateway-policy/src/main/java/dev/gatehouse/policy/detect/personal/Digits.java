package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Text;

/** A number as people write it: digits, with single spaces, points, hyphens or slashes between them. */
final class Digits {
    private static final int DIGITS_MAX = 24;
    /** What one group takes of a shape. */
    private static final int GROUP_BITS = 5;

    private static final int GROUPS_MAX = Long.SIZE / GROUP_BITS;

    private final byte[] digits = new byte[DIGITS_MAX + 1];
    private final int from;
    private int to;
    private int count;
    private long shape;
    private int groups;

    private Digits(int from) {
        this.from = from;
        this.to = from;
    }

    /** The number whose first digit stands at {@code from}. */
    static Digits read(Text text, int from) {
        Digits number = new Digits(from);
        int at = from;
        int group = 0;
        while (number.count <= DIGITS_MAX) {
            char c = text.peek(at);
            if (isDigit(c)) {
                number.digits[number.count++] = (byte) (c - '0');
                group++;
                number.to = at + 1;
            } else if (isBetween(c) && isDigit(text.peek(at + 1))) {
                number.group(group);
                group = 0;
            } else {
                break;
            }
            at++;
        }
        number.group(group);
        return number;
    }

    private void group(int length) {
        groups++;
        shape = groups > GROUPS_MAX ? -1 : (shape << GROUP_BITS) | length;
    }

    /** The lengths of groups as {@link #hasShape} wants them. */
    static long shape(int... groups) {
        long shape = 0;
        for (int group : groups) {
            shape = (shape << GROUP_BITS) | group;
        }
        return shape;
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '/' || c == 0xA0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where its first digit stands. */
    int from() {
        return from;
    }

    /** After its last digit. */
    int to() {
        return to;
    }

    int count() {
        return count;
    }

    int at(int index) {
        return digits[index];
    }

    /** The number of some of its digits, at most 18. */
    long part(int first, int last) {
        long part = 0;
        for (int i = first; i < last; i++) {
            part = part * 10 + digits[i];
        }
        return part;
    }

    /** How many different digits there are among its first. */
    int different(int first) {
        int seen = 0;
        for (int i = 0; i < first; i++) {
            seen |= 1 << digits[i];
        }
        return Integer.bitCount(seen);
    }

    boolean isGrouped() {
        return groups > 1;
    }

    /** Whether it is written in groups of such lengths, see {@link #shape}. */
    boolean hasShape(long wanted) {
        return shape == wanted;
    }
}
