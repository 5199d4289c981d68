package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.json.Json;

/** {@code POST /oauth/introspect} (RFC 7662): what a client's own access token is good for. Of others' it learns nothing. */
final class Introspection implements AskedOfToken.Work {
    private static final Json INACTIVE = Json.object().put("active", false).build();

    private final TokenAuthenticator authenticator;

    Introspection(TokenAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Answer on(ClientCheck.Known client, String token) {
        if (client instanceof ClientCheck.Client(var known) && known.isPublic()) {
            return new OAuthError(
                            OAuthError.Code.INVALID_CLIENT, "introspection is for clients that prove who they are")
                    .answer();
        }
        Json answer = authenticator
                .inspect(new AccessToken(token))
                .filter(inspection -> inspection.principal().clientId().equals(client.clientId()))
                .map(Introspection::describe)
                .orElse(INACTIVE);
        return Answer.json(200, answer.toString()).with("Cache-Control", "no-store");
    }

    private static Json describe(Inspection token) {
        return Json.object()
                .put("active", true)
                .put("token_type", "Bearer")
                .put("iss", token.principal().issuer())
                .put("sub", token.principal().subject())
                .putIf("username", token.principal().name())
                .put("aud", token.audience())
                .put("client_id", token.principal().clientId())
                .put("scope", String.join(" ", token.principal().scopes()))
                .putIf("sid", token.grant())
                .put("iat", token.issuedAt().getEpochSecond())
                .put("exp", token.expiresAt().getEpochSecond())
                .put("jti", token.id())
                .build();
    }
}
