package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /oauth/revoke} (RFC 7009): a client gives back what it was given. */
final class GivingBack implements AskedOfToken.Work {
    private static final Logger LOG = LoggerFactory.getLogger(GivingBack.class);

    private final Withdrawals withdrawals;

    GivingBack(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    /** A token that is unknown, over or somebody else's is answered like one that was revoked (RFC 7009 §2.2). */
    @Override
    public Answer on(ClientCheck.Known client, String token) {
        try {
            withdrawals.withdraw(token, client.clientId());
            return Answer.empty(200).with("Cache-Control", "no-store");
        } catch (SQLException e) {
            LOG.warn("No token revoked: database unavailable (SQLState {})", e.getSQLState());
            return OAuthError.unavailable("the revocation cannot be confirmed now")
                    .answer();
        } catch (AuditUnavailableException _) {
            return OAuthError.unavailable("the revocation cannot be recorded now")
                    .answer();
        }
    }
}
