package dev.gatehouse.auth.token;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /oauth/token}: client credentials in, a short access token for one virtual server out (RFC 6749 §4.4). Works
 * from memory alone but for the audit trail: no token leaves before its issue is durable.
 */
public final class TokenEndpoint implements Endpoint.Handler {
    public static final int BODY_MAX_BYTES = 16 * 1024;

    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final Issuer issuer;
    private final ClientAuthenticator authenticator;
    private final AccessTokens tokens;
    private final AuditJournal journal;
    private final Supplier<Revision> revisions;
    private final RefusedTokens refused;

    public TokenEndpoint(
            Issuer issuer,
            ClientAuthenticator authenticator,
            SigningKeys keys,
            AuditJournal journal,
            Supplier<Revision> revisions,
            Clocks clocks) {
        this.issuer = issuer;
        this.authenticator = authenticator;
        this.tokens = new AccessTokens(issuer, keys, clocks);
        this.journal = journal;
        this.revisions = revisions;
        this.refused = new RefusedTokens(journal, clocks);
    }

    @Override
    public Answer handle(Request request) {
        return switch (TokenRequest.read(request)) {
            case OAuthError error -> refuse(Optional.empty(), error, error.description(), request.peer());
            case TokenRequest.WellFormed wellFormed -> authenticate(wellFormed, request);
        };
    }

    private Answer authenticate(TokenRequest.WellFormed wellFormed, Request request) {
        return switch (authenticator.check(request, wellFormed.form())) {
            case ClientCheck.Refused refused ->
                refuse(refused.clientId(), OAuthError.of(refused), refused.reason(), request.peer());
            case ClientCheck.Client(OAuthClient client) -> {
                OAuthError error =
                        new OAuthError(OAuthError.Code.UNAUTHORIZED_CLIENT, "client_credentials is for agents");
                yield refuse(Optional.of(client.clientId()), error, error.description(), request.peer());
            }
            case ClientCheck.Agent(AgentClient agent) -> decide(agent, wellFormed, request.peer());
        };
    }

    private Answer decide(AgentClient agent, TokenRequest.WellFormed request, String peer) {
        return switch (Grant.decide(revisions.get(), issuer, agent, request)) {
            case OAuthError error -> refuse(Optional.of(agent.clientId()), error, error.description(), peer);
            case Grant.Allowed allowed -> issue(allowed, peer);
        };
    }

    private Answer issue(Grant.Allowed grant, String peer) {
        AccessTokens.Minted minted = tokens.mint(grant);
        AgentClient client = grant.client();
        try {
            journal.append(new AuditEvent.TokenIssued(
                            minted.issuedAt(),
                            client.clientId(),
                            client.agent().value(),
                            minted.audience(),
                            minted.id(),
                            minted.expiresAt(),
                            peer))
                    .awaitDurable(RECORD_WITHIN);
        } catch (AuditUnavailableException _) {
            OAuthError error =
                    new OAuthError(OAuthError.Code.UNAVAILABLE, "the issue of a token cannot be recorded now");
            return refuse(Optional.of(client.clientId()), error, error.description(), peer);
        }
        Json body = Json.object()
                .put("access_token", minted.token())
                .put("token_type", "Bearer")
                .put("expires_in", AccessTokens.LIFETIME.toSeconds())
                .put("scope", String.join(" ", grant.scopes()))
                .build();
        return Answer.json(200, body.toString()).with("Cache-Control", "no-store");
    }

    private Answer refuse(Optional<String> clientId, OAuthError error, String reason, String peer) {
        refused.record(clientId, error, reason, peer);
        return error.answer();
    }
}
