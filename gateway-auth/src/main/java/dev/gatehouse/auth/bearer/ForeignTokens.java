package dev.gatehouse.auth.bearer;

import java.time.Instant;
import java.util.Set;

/** Verifies access tokens that another authorization server issued. */
@FunctionalInterface
public interface ForeignTokens {

    /** May fetch the issuer's keys. Expiry is only checked roughly: whoever keeps the answer asks the clock again. */
    Reading read(String token);

    /** What a verified token says (RFC 9068 §2.2). */
    record Foreign(
            String issuer,
            String subject,
            Set<String> audiences,
            String clientId,
            Set<String> scopes,
            String id,
            Instant issuedAt,
            Instant expiresAt) {}

    sealed interface Reading {
        record Good(Foreign token) implements Reading {}

        /** @param reason for the audit trail */
        record Bad(String reason) implements Reading {}

        /** Its keys cannot be fetched now, and none that are known will do. */
        record Unavailable(String reason) implements Reading {}
    }
}
