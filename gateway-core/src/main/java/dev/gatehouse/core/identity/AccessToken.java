package dev.gatehouse.core.identity;

/** A bearer token as the client sent it. It reaches the authenticator and nothing else: no way leads to an upstream. */
public record AccessToken(String value) {
    public static final int CHARS_MAX = 8 * 1024;

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
