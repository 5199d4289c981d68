package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.bearer.Revocation;
import java.util.Optional;

/** What a code or a refresh token was good for. */
public sealed interface Redeemed {

    /** @param refreshToken to be given to the client; empty when it may not come back */
    record Good(Agreement agreement, Optional<String> refreshToken) implements Redeemed {
        @Override
        public String toString() {
            return "Good[" + agreement.id() + "]";
        }
    }

    /**
     * @param reason for the audit trail
     * @param revoked what was withdrawn because of it; to be applied once the transaction is committed
     */
    record Refused(String reason, Optional<Revocation> revoked) implements Redeemed {}
}
