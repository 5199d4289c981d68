package dev.gatehouse.core.identity;

/**
 * Why a caller was not let in, in the words of RFC 6750 §3.1.
 *
 * @param kind what the client can do about it
 * @param reason for the audit trail; never sent to the caller
 */
public record Challenge(Kind kind, String reason) {

    public enum Kind {
        /** No credentials: 401 without an error code. */
        MISSING,
        /** 401 {@code invalid_token}. */
        INVALID_TOKEN,
        /** The verifier itself cannot work now: 503, never "let in". */
        UNAVAILABLE
    }

    public static Challenge missing() {
        return new Challenge(Kind.MISSING, "no token");
    }

    public static Challenge invalid(String reason) {
        return new Challenge(Kind.INVALID_TOKEN, reason);
    }
}
