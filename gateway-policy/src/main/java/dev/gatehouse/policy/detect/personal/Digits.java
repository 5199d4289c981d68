package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Text;

/**
 * A number as people write it: digits, with single spaces, points, hyphens or slashes between them.
 *
 * @param from where its first digit stands
 * @param to after its last
 * @param digits without what stood between
 * @param shape the lengths of its groups, as in {@code 4-4-4-4}
 */
record Digits(int from, int to, String digits, String shape) {
    private static final int DIGITS_MAX = 24;

    /** The number whose first digit stands at {@code from}. */
    static Digits read(Text text, int from) {
        StringBuilder digits = new StringBuilder();
        StringBuilder shape = new StringBuilder();
        int at = from;
        int group = 0;
        int end = from;
        while (digits.length() <= DIGITS_MAX) {
            char c = text.peek(at);
            if (c >= '0' && c <= '9') {
                digits.append(c);
                group++;
                end = at + 1;
            } else if (isBetween(c) && isDigit(text.peek(at + 1))) {
                shape.append(group).append('-');
                group = 0;
            } else {
                break;
            }
            at++;
        }
        return new Digits(from, end, digits.toString(), shape.append(group).toString());
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '/' || c == 0xA0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    int count() {
        return digits.length();
    }

    int at(int index) {
        return digits.charAt(index) - '0';
    }

    /** The number of some of its digits. */
    int part(int first, int last) {
        return Integer.parseInt(digits.substring(first, last));
    }

    boolean isGrouped() {
        return shape.indexOf('-') >= 0;
    }
}
