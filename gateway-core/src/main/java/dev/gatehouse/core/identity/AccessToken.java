package dev.gatehouse.core.identity;

/** A bearer token or an API key as the client sent it. It reaches the authenticator and nothing else: no way leads to an upstream. */
public record AccessToken(String value) {
    public static final int CHARS_MAX = 8 * 1024;

    /** What an API key begins with, and nothing else. */
    public static final String API_KEY_PREFIX = "gatehouse_ak_";

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
