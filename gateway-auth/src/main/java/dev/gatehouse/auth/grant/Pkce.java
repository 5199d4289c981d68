package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.keys.Base64Url;
import java.util.regex.Pattern;

/** Proof Key for Code Exchange (RFC 7636), S256 and nothing else. */
public final class Pkce {
    public static final String METHOD = "S256";

    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Pkce() {}

    public static boolean isVerifier(String text) {
        return VERIFIER.matcher(text).matches();
    }

    public static boolean isChallenge(String text) {
        return CHALLENGE.matcher(text).matches();
    }

    static String challenge(String verifier) {
        return Base64Url.encode(Token256.sha256(verifier));
    }
}
