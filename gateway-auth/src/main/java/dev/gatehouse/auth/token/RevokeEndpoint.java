package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /oauth/revoke} (RFC 7009): a client gives back what it was given. */
final class RevokeEndpoint implements Endpoint.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(RevokeEndpoint.class);

    private final ClientAuthenticator clients;
    private final Withdrawals withdrawals;
    private final RefusedTokens refused;

    RevokeEndpoint(ClientAuthenticator clients, Withdrawals withdrawals, RefusedTokens refused) {
        this.clients = clients;
        this.withdrawals = withdrawals;
        this.refused = refused;
    }

    @Override
    public Answer handle(Request request) {
        return switch (BodyForm.read(request)) {
            case OAuthError error -> error.answer();
            case BodyForm.Read(Form form) ->
                switch (clients.check(request, form)) {
                    case ClientCheck.Refused unproved -> refused.answer(unproved, request.peer());
                    case ClientCheck.Known known -> revoke(known.clientId(), form.value("token"));
                };
        };
    }

    /** A token that is unknown, over or somebody else's is answered like one that was revoked (RFC 7009 §2.2). */
    private Answer revoke(String clientId, Optional<String> token) {
        if (token.isEmpty()) {
            return OAuthError.malformed("token is missing").answer();
        }
        try {
            withdrawals.withdraw(token.get(), clientId);
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
