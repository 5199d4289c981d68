package dev.gatehouse.transport.listen;

import dev.gatehouse.core.identity.AccessToken;
import java.util.Optional;

/** The {@code Authorization} header (RFC 6750 §2.1), told apart without looking into the token. */
sealed interface Bearer {
    String SCHEME = "Bearer ";

    record Absent() implements Bearer {}

    /** There is a header, and it holds no bearer token. */
    record Malformed() implements Bearer {}

    record Presented(AccessToken token) implements Bearer {}

    static Bearer of(RequestHead head) {
        Optional<String> header = head.header("authorization");
        if (header.isEmpty()) {
            return new Absent();
        }
        String value = header.get();
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Malformed();
        }
        String token = value.substring(SCHEME.length()).strip();
        return isToken(token) ? new Presented(new AccessToken(token)) : new Malformed();
    }

    private static boolean isToken(String token) {
        for (int at = 0; at < token.length(); at++) {
            if (!isTokenCharacter(token.charAt(at))) {
                return false;
            }
        }
        return !token.isEmpty() && token.length() <= AccessToken.CHARS_MAX;
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/=".indexOf(c) >= 0;
    }
}
