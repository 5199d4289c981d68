package dev.gatehouse.policy.detect.secret;

/** The alphabets that keys are written in. */
enum Letters {
    /** Decimal digits. */
    D,
    /** Hexadecimal digits, lower case. */
    X,
    /** Hexadecimal digits of either case. */
    H,
    /** Letters and digits. */
    A,
    /** Upper-case letters and digits. */
    U,
    /** Upper-case letters and the digits 2 to 7 (RFC 4648 §6). */
    B,
    /** Letters, digits, {@code -} and {@code _} (RFC 4648 §5). */
    W,
    /** Letters, digits, {@code +} and {@code /} (RFC 4648 §4). */
    S,
    /** Letters, digits, and what else stands in tokens: {@code - _ . ~ =}. */
    T,
    /** All of these. */
    V;

    boolean has(char c) {
        boolean isDigit = c >= '0' && c <= '9';
        boolean isUpper = c >= 'A' && c <= 'Z';
        boolean isLower = c >= 'a' && c <= 'z';
        return switch (this) {
            case D -> isDigit;
            case X -> isDigit || (c >= 'a' && c <= 'f');
            case H -> isDigit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            case A -> isDigit || isUpper || isLower;
            case U -> isDigit || isUpper;
            case B -> isUpper || (c >= '2' && c <= '7');
            case W -> isDigit || isUpper || isLower || c == '-' || c == '_';
            case S -> isDigit || isUpper || isLower || c == '+' || c == '/';
            case T -> isDigit || isUpper || isLower || "-_.~=".indexOf(c) >= 0;
            case V -> T.has(c) || S.has(c);
        };
    }
}
