package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/** {@code POST /oauth/introspect} (RFC 7662): what a client's own access token is good for. Of others' it learns nothing. */
final class IntrospectEndpoint implements Endpoint.Handler {
    private static final Json INACTIVE = Json.object().put("active", false).build();

    private final ClientAuthenticator clients;
    private final TokenAuthenticator authenticator;
    private final RefusedTokens refused;

    IntrospectEndpoint(ClientAuthenticator clients, TokenAuthenticator authenticator, RefusedTokens refused) {
        this.clients = clients;
        this.authenticator = authenticator;
        this.refused = refused;
    }

    @Override
    public Answer handle(Request request) {
        return switch (BodyForm.read(request)) {
            case OAuthError error -> error.answer();
            case BodyForm.Read(Form form) ->
                switch (clients.check(request, form)) {
                    case ClientCheck.Refused unproved -> refused.answer(unproved, request.peer());
                    case ClientCheck.Known known -> introspect(known, form.value("token"));
                };
        };
    }

    private Answer introspect(ClientCheck.Known client, Optional<String> token) {
        if (client instanceof ClientCheck.Client(var known) && known.isPublic()) {
            return new OAuthError(
                            OAuthError.Code.INVALID_CLIENT, "introspection is for clients that prove who they are")
                    .answer();
        }
        if (token.isEmpty()) {
            return OAuthError.malformed("token is missing").answer();
        }
        Json answer = authenticator
                .inspect(new AccessToken(token.get()))
                .filter(inspection -> inspection.principal().clientId().equals(client.clientId()))
                .map(IntrospectEndpoint::describe)
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
