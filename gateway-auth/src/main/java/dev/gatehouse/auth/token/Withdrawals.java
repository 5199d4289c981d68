package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.grant.Agreement;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.AccessToken;
import java.sql.SQLException;
import java.util.Optional;

/** Takes tokens back for the client they were given to. */
final class Withdrawals {
    private final TokenAuthenticator authenticator;
    private final CodeGrants grants;
    private final Revocations revocations;
    private final RecordedChange.Place place;

    Withdrawals(
            TokenAuthenticator authenticator, CodeGrants grants, Revocations revocations, RecordedChange.Place place) {
        this.authenticator = authenticator;
        this.grants = grants;
        this.revocations = revocations;
        this.place = place;
    }

    /** An access token goes alone, a refresh token with all that rests on its grant; any other text changes nothing. */
    void withdraw(String token, String clientId) throws SQLException, AuditUnavailableException {
        Optional<String> accessToken = authenticator
                .inspect(new AccessToken(token))
                .filter(inspection -> inspection.principal().clientId().equals(clientId))
                .map(Inspection::id);
        Optional<Revocation> revoked = place.change("client " + clientId, change -> {
            if (accessToken.isPresent()) {
                change.record("token.revoke", accessToken.get(), "by its client");
                return Optional.of(revocations.revoke(change.connection(), accessToken.get()));
            }
            Optional<Agreement> agreement = grants.ofRefreshToken(change.connection(), token, clientId);
            if (agreement.isEmpty()) {
                return Optional.empty();
            }
            change.record("grant.revoke", agreement.get().id().toString(), "by its client");
            return Optional.of(
                    grants.revoke(change.connection(), agreement.get().id()));
        });
        revoked.ifPresent(revocations::apply);
    }
}
