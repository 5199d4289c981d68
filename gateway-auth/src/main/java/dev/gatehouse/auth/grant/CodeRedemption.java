package dev.gatehouse.auth.grant;

import java.util.Optional;

/**
 * A code as a client brings it back (RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 8707 §2.2).
 *
 * @param redirectUri must be the one the code was sent to, where it is named at all
 * @param resource likewise
 */
public record CodeRedemption(
        String code, String clientId, String verifier, Optional<String> redirectUri, Optional<String> resource) {
    @Override
    public String toString() {
        return "CodeRedemption[" + clientId + "]";
    }
}
