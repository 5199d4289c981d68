package dev.gatehouse.transport.http;

import dev.gatehouse.core.identity.AccessToken;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** The {@code Authorization} header (RFC 6750 §2.1), told apart without looking into the token. */
public sealed interface Bearer {
    String SCHEME = "Bearer ";

    /** By character: this is asked of every character of every token. */
    boolean[] TOKEN_CHARACTERS = tokenCharacters();

    record Absent() implements Bearer {}

    /** There is a header, and it holds no bearer token. */
    record Malformed() implements Bearer {}

    record Presented(AccessToken token) implements Bearer {}

    static Bearer of(HttpHeaders headers) {
        String value = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (value == null) {
            return new Absent();
        }
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

    private static boolean isTokenCharacter(char c) {
        return c < TOKEN_CHARACTERS.length && TOKEN_CHARACTERS[c];
    }

    private static boolean[] tokenCharacters() {
        boolean[] allowed = new boolean['~' + 1];
        for (char c = 0; c < allowed.length; c++) {
            allowed[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~+/=".indexOf(c) >= 0;
        }
        return allowed;
    }
}
