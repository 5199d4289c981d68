package dev.gatehouse.auth.oidc;

import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.core.digest.Sha256;

/**
 * Ties a login to the browser that began it. The PKCE verifier and the nonce are made from the browser's cookie and the
 * login's state, 256 random bits each: neither is stored, and nobody without that very cookie can redeem the code.
 *
 * @param state goes through the provider and comes back (RFC 6749 §10.12)
 */
public record BrowserBinding(String cookie, String state) {

    /** 43 characters of the alphabet that RFC 7636 §4.1 asks for. */
    String codeVerifier() {
        return digest("verifier " + cookie + " " + state);
    }

    String codeChallenge() {
        return digest(codeVerifier());
    }

    String nonce() {
        return digest("nonce " + cookie + " " + state);
    }

    private static String digest(String text) {
        return Base64Url.encode(Sha256.of(text));
    }

    @Override
    public String toString() {
        return "BrowserBinding[hidden]";
    }
}
