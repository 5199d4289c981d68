package dev.gatehouse.policy.detect.injection;

/** Undoes percent signs (RFC 3986), numeric entities of HTML, and escapes of JSON that stand in text once more. */
final class Escapes {
    private Escapes() {}

    static String undone(String said) {
        StringBuilder plain = new StringBuilder(said.length());
        int at = 0;
        while (at < said.length()) {
            int end = switch (said.charAt(at)) {
                case '%' -> number(said, at + 1, 2, 16, plain);
                case '\\' -> said.startsWith("\\u", at) ? number(said, at + 2, 4, 16, plain) : -1;
                case '&' -> entity(said, at, plain);
                default -> -1;
            };
            if (end < 0) {
                plain.append(said.charAt(at++));
            } else {
                at = end;
            }
        }
        return plain.toString();
    }

    private static int entity(String said, int at, StringBuilder plain) {
        int end = said.indexOf(';', at);
        if (!said.startsWith("&#", at) || end < 0 || end - at > 8) {
            return -1;
        }
        boolean isHex = said.startsWith("x", at + 2);
        int from = isHex ? at + 3 : at + 2;
        return number(said, from, end - from, isHex ? 16 : 10, plain) < 0 ? -1 : end + 1;
    }

    /** Appends the character of that number; returns the place after its digits, or -1 when they are none. */
    private static int number(String said, int from, int digits, int radix, StringBuilder plain) {
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = at < said.length() ? Character.digit(said.charAt(at), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        if (digits == 0 || value > 0xFFFF) {
            return -1;
        }
        plain.append((char) value);
        return from + digits;
    }
}
