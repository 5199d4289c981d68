package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Ascii;

/** The alphabets that keys are written in. */
@SuppressWarnings("ImmutableEnumChecker") // the characters are written once, before anybody reads them
enum Letters {
    /** Decimal digits. */
    D("0123456789"),
    /** Hexadecimal digits, lower case. */
    X(D.all + "abcdef"),
    /** Hexadecimal digits of either case. */
    H(X.all + "ABCDEF"),
    /** Upper-case letters and digits. */
    U(D.all + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    /** Letters and digits. */
    A(U.all + "abcdefghijklmnopqrstuvwxyz"),
    /** Upper-case letters and the digits 2 to 7 (RFC 4648 §6). */
    B("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    /** Letters, digits, {@code -} and {@code _} (RFC 4648 §5). */
    W(A.all + "-_"),
    /** Letters, digits, {@code +} and {@code /} (RFC 4648 §4). */
    S(A.all + "+/"),
    /** Letters, digits, and what else stands in tokens: {@code - _ . ~ =}. */
    T(W.all + ".~="),
    /** All of these. */
    V(T.all + S.all);

    private final String all;
    private final Ascii ascii;

    Letters(String all) {
        this.all = all;
        ascii = Ascii.of(c -> all.indexOf(c) >= 0);
    }

    boolean has(char c) {
        return ascii.has(c);
    }
}
