package dev.gatehouse.auth.token;

/**
 * Our authorization server, by its issuer identifier (RFC 8414 §2).
 *
 * @param url the gateway's public URL, without a trailing slash; tokens name it byte for byte
 */
public record Issuer(String url) {
    public static final String TOKEN_PATH = "/oauth/token";
    public static final String AUTHORIZE_PATH = "/oauth/authorize";
    public static final String REVOKE_PATH = "/oauth/revoke";
    public static final String INTROSPECT_PATH = "/oauth/introspect";
    public static final String JWKS_PATH = "/oauth/jwks";

    public Issuer {
        if (url.endsWith("/")) {
            throw new IllegalArgumentException("issuer: " + url + " (expected: no trailing slash)");
        }
    }

    /** The absolute URL of one of our paths. */
    public String at(String path) {
        return url + path;
    }
}
