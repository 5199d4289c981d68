package dev.gatehouse.auth.trusted;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.Set;

/** What became of a token or an assertion of another issuer. */
public sealed interface Words {

    /**
     * Its signature is the issuer's, it is of the right sort and in its time; whether it is meant for us is the caller's to
     * ask.
     *
     * @param claims all of them
     */
    record Good(
            TrustedIssuer issuer,
            String subject,
            Set<String> audiences,
            Instant issuedAt,
            Instant expiresAt,
            Json claims)
            implements Words {}

    /** @param reason for the audit trail; quotes nothing of the token */
    record Bad(String reason) implements Words {}

    /** Its keys cannot be fetched now, and none that are known will do. */
    record Unavailable(String reason) implements Words {}
}
