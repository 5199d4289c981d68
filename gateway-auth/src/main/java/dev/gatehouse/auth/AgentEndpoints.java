package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The administration of agents on the admin listener, under {@code /api/v1/agents}. */
final class AgentEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEndpoints.class);
    private static final int BODY_MAX_BYTES = 1024;

    private final AgentCredentials credentials;
    private final AgentListing listing;

    AgentEndpoints(AgentCredentials credentials, AgentListing listing) {
        this.credentials = credentials;
        this.listing = listing;
    }

    List<Endpoint> endpoints() {
        return List.of(
                admin(Endpoint.Method.GET, "/api/v1/agents", _ -> list()),
                change(Endpoint.Method.POST, "/api/v1/agents/{name}/credentials", credentials::create),
                change(
                        Endpoint.Method.POST,
                        "/api/v1/agents/{name}/rotation",
                        (agent, actor) -> credentials.rotate(agent, AgentCredentials.OVERLAP, actor)),
                change(Endpoint.Method.DELETE, "/api/v1/agents/{name}/credentials", credentials::revoke));
    }

    @FunctionalInterface
    private interface Order {
        CredentialChange carryOut(AgentName agent, String actor) throws SQLException, AuditUnavailableException;
    }

    private static Endpoint change(Endpoint.Method method, String path, Order order) {
        return admin(method, path, request -> carryOut(order, request));
    }

    private static Answer carryOut(Order order, Request request) {
        String name = request.variables().getOrDefault("name", "");
        if (!Names.isSlug(name)) {
            return answer(new CredentialChange.NoSuchAgent());
        }
        try {
            return answer(order.carryOut(new AgentName(name), "admin api from " + request.peer()));
        } catch (SQLException e) {
            LOG.warn("Credentials of agent {} not changed: database unavailable (SQLState {})", name, e.getSQLState());
            return error(503, "database_unavailable", "The database did not confirm the change; ask again.");
        } catch (AuditUnavailableException e) {
            LOG.warn("Credentials of agent {} not changed: the change cannot be recorded", name);
            return error(503, "audit_unavailable", "The change cannot be recorded now; nothing was changed.");
        }
    }

    private static Answer answer(CredentialChange change) {
        return switch (change) {
            case CredentialChange.Issued issued ->
                noStore(Answer.json(201, issued(issued).toString()));
            case CredentialChange.Revoked revoked ->
                noStore(Answer.json(
                        200,
                        Json.object()
                                .put("clientId", revoked.clientId())
                                .put("state", "revoked")
                                .build()
                                .toString()));
            case CredentialChange.NoSuchAgent() ->
                error(404, "no_such_agent", "The configuration names no such agent.");
            case CredentialChange.NoCredentials() ->
                error(409, "no_credentials", "The agent has no credentials; create some first.");
            case CredentialChange.TooManyAgents() ->
                error(409, "too_many_agents", "No more agents can be given credentials.");
        };
    }

    private static Json issued(CredentialChange.Issued issued) {
        return Json.object()
                .put("clientId", issued.clientId())
                .put("clientSecret", issued.secret().value())
                .putIf("previousSecretUntil", issued.previousUntil().map(Instant::toString))
                .build();
    }

    private Answer list() {
        List<Json> agents = listing.list().stream().map(AgentEndpoints::status).toList();
        return noStore(Answer.json(
                200, Json.object().put("agents", Json.of(agents)).build().toString()));
    }

    private static Json status(AgentStatus agent) {
        return Json.object()
                .put("name", agent.agent().value())
                .put("state", agent.state().name().toLowerCase(Locale.ROOT))
                .putIf("bundle", agent.bundle().map(BundleName::value))
                .putIf("owner", agent.owner())
                .putIf("clientId", agent.clientId())
                .putIf("createdAt", agent.createdAt().map(Instant::toString))
                .putIf("rotatedAt", agent.rotatedAt().map(Instant::toString))
                .putIf("previousSecretUntil", agent.previousUntil().map(Instant::toString))
                .build();
    }

    private static Answer error(int status, String code, String message) {
        return noStore(Answer.json(
                status,
                Json.object().put("error", code).put("message", message).build().toString()));
    }

    private static Answer noStore(Answer answer) {
        return answer.with("Cache-Control", "no-store");
    }

    private static Endpoint admin(Endpoint.Method method, String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.ADMIN, method, PathPattern.of(path), Endpoint.Guard.ADMIN, BODY_MAX_BYTES, handler);
    }
}
