package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.grant.Agreement;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
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
        Optional<Inspection> accessToken = authenticator
                .inspect(new AccessToken(token))
                .filter(inspection -> inspection.principal().clientId().equals(clientId));
        Optional<Revocation> revoked = place.change("client " + clientId, change -> {
            if (accessToken.isPresent()) {
                String id = accessToken.get().id();
                change.record("token.revoke", id, "by its client", BeforeAfter.deleted(told(accessToken.get())));
                return Optional.of(revocations.revoke(change.connection(), id));
            }
            Optional<Agreement> agreement = grants.ofRefreshToken(change.connection(), token, clientId);
            if (agreement.isEmpty()) {
                return Optional.empty();
            }
            change.record(
                    "grant.revoke",
                    agreement.get().id().toString(),
                    "by its client",
                    BeforeAfter.deleted(told(agreement.get())));
            return Optional.of(
                    grants.revoke(change.connection(), agreement.get().id()));
        });
        revoked.ifPresent(revocations::apply);
    }

    private static Json told(Inspection token) {
        Principal principal = token.principal();
        return Json.object()
                .put("subject", principal.subject())
                .put("client", principal.clientId())
                .put(
                        "scopes",
                        Json.ofStrings(principal.scopes().stream().sorted().toList()))
                .putIf("grant", principal.grant())
                .put("expiresAt", principal.expiresAt().toString())
                .build();
    }

    private static Json told(Agreement agreement) {
        return Json.object()
                .put("subject", agreement.person().toString())
                .put("client", agreement.clientId())
                .put("scopes", Json.ofStrings(agreement.scopes()))
                .put("consent", agreement.consent().toString())
                .put("endsAt", agreement.endsAt().toString())
                .build();
    }
}
