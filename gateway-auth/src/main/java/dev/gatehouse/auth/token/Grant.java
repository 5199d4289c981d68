package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.core.identity.Principal;
import java.util.List;
import java.util.Optional;

/** Whether a client that was recognised gets a token for what it asks. */
sealed interface Grant {

    /**
     * @param principal whom the token is about; its scopes are those of the token
     * @param granted all that is granted, a refresh token among it
     * @param actor the agent that gets a person's token
     */
    record Allowed(
            Principal principal,
            Target target,
            List<String> granted,
            Optional<String> actor,
            Optional<String> refreshToken)
            implements Grant {
        @Override
        public String toString() {
            return "Allowed[" + principal.subject() + " at " + target.name() + "]";
        }
    }

    /**
     * @param reason for the audit trail
     * @param revoked what was withdrawn because of the request
     */
    record Refused(OAuthError error, String reason, Optional<Revocation> revoked) implements Grant {}

    static Grant refused(OAuthError error) {
        return new Refused(error, error.description(), Optional.empty());
    }

    static Grant refused(OAuthError.Code code, String description) {
        return refused(new OAuthError(code, description));
    }

    /** Tells the client no more than that it must start over. */
    static Grant invalid(String reason, Optional<Revocation> revoked) {
        OAuthError error = new OAuthError(OAuthError.Code.INVALID_GRANT, "the grant is not good, or not any more");
        return new Refused(error, reason, revoked);
    }

    static Grant invalid(String reason) {
        return invalid(reason, Optional.empty());
    }
}
