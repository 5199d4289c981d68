package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.AccessTokens;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /oauth/token}: whatever entitles to it in, a short access token for one virtual server out (RFC 6749 §5). No
 * token leaves before its issue is durable, and nothing is spent for one that does not leave. What agents ask for works from
 * memory, without the database.
 */
final class TokenEndpoint implements Endpoint.Handler {
    static final int BODY_MAX_BYTES = 16 * 1024;

    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);
    private static final String ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final ClientAuthenticator clients;
    private final Flows flows;
    private final AccessTokens tokens;
    private final Revocations revocations;
    private final DataSource database;
    private final AuditJournal journal;
    private final Supplier<Revision> revisions;
    private final RefusedTokens refused;

    TokenEndpoint(Parts parts) {
        this.clients = parts.clients();
        this.flows = parts.flows();
        this.tokens = parts.tokens();
        this.revocations = parts.revocations();
        this.database = parts.database();
        this.journal = parts.journal();
        this.revisions = parts.revisions();
        this.refused = parts.refused();
    }

    /** @param revisions the current revision, asked on every request */
    record Parts(
            ClientAuthenticator clients,
            Flows flows,
            AccessTokens tokens,
            Revocations revocations,
            DataSource database,
            AuditJournal journal,
            Supplier<Revision> revisions,
            RefusedTokens refused) {}

    @Override
    public Answer handle(Request request) {
        return switch (TokenRequest.read(request)) {
            case OAuthError error -> refuse(Optional.empty(), error, error.description(), request.peer());
            case TokenRequest.WellFormed wellFormed ->
                switch (clients.check(request, wellFormed.form())) {
                    case ClientCheck.Refused unproved -> refused.answer(unproved, request.peer());
                    case ClientCheck.Known known -> grant(wellFormed, known, request.peer());
                };
        };
    }

    private Answer grant(TokenRequest.WellFormed request, ClientCheck.Known client, String peer) {
        try {
            Revision revision = revisions.get();
            Decided decided = switch (request.type()) {
                case CLIENT_CREDENTIALS, JWT_BEARER, TOKEN_EXCHANGE ->
                    finish(flows.decide(revision, client, request), revision, request.type(), peer);
                case AUTHORIZATION_CODE, REFRESH_TOKEN ->
                    Transaction.<Decided, AuditUnavailableException>run(
                            database,
                            connection -> finish(
                                    flows.spend(connection, revision, client, request),
                                    revision,
                                    request.type(),
                                    peer));
            };
            return answer(decided, client.clientId(), peer);
        } catch (SQLException e) {
            LOG.warn("No token issued: database unavailable (SQLState {})", e.getSQLState());
            return unavailable(client, "tokens of this kind cannot be issued now", peer);
        } catch (AuditUnavailableException _) {
            return unavailable(client, "the issue of a token cannot be recorded now", peer);
        }
    }

    /** What is to be answered once the transaction is committed. */
    private sealed interface Decided {
        record Issued(Answer answer) implements Decided {}

        record Refusal(Grant.Refused grant) implements Decided {}
    }

    private Decided finish(Grant grant, Revision revision, GrantType type, String peer)
            throws AuditUnavailableException {
        return switch (grant) {
            case Grant.Refused none -> new Decided.Refusal(none);
            case Grant.Allowed allowed ->
                new Decided.Issued(issue(allowed, revision.trust().lifetimes().access(), type, peer));
        };
    }

    private Answer answer(Decided decided, String clientId, String peer) {
        return switch (decided) {
            case Decided.Issued(Answer answer) -> answer;
            case Decided.Refusal(Grant.Refused grant) -> {
                grant.revoked().ifPresent(revocations::apply);
                yield refuse(Optional.of(clientId), grant.error(), grant.reason(), peer);
            }
        };
    }

    private Answer issue(Grant.Allowed grant, Duration lifetime, GrantType type, String peer)
            throws AuditUnavailableException {
        AccessTokens.Minted minted =
                tokens.mint(grant.principal(), grant.actor(), grant.target().url(), lifetime);
        journal.append(new AuditEvent.TokenIssued(
                        minted.issuedAt(),
                        grant.principal().clientId(),
                        grant.principal().label(),
                        minted.audience(),
                        minted.id(),
                        minted.expiresAt(),
                        peer))
                .awaitDurable(RECORD_WITHIN);
        ObjectWriter body = Json.object()
                .put("access_token", minted.token())
                .put("token_type", "Bearer")
                .put("expires_in", lifetime.toSeconds())
                .put("scope", String.join(" ", grant.granted()))
                .putIf("refresh_token", grant.refreshToken());
        if (type == GrantType.TOKEN_EXCHANGE) {
            body.put("issued_token_type", ACCESS_TOKEN_TYPE);
        }
        return Answer.json(200, body.build().toString()).with("Cache-Control", "no-store");
    }

    private Answer unavailable(ClientCheck.Known client, String description, String peer) {
        return refuse(Optional.of(client.clientId()), OAuthError.unavailable(description), description, peer);
    }

    private Answer refuse(Optional<String> clientId, OAuthError error, String reason, String peer) {
        refused.record(clientId, error, reason, peer);
        return error.answer();
    }
}
