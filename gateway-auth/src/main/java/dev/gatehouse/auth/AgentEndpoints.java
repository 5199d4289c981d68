package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin API's part about agents and their keys. */
final class AgentEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEndpoints.class);
    private static final String AGENTS = "/api/v1/agents";
    private static final String AGENT = AGENTS + "/{name}";
    private static final int BODY_MAX_BYTES = 4096;

    private final Agents agents;

    AgentEndpoints(Agents agents) {
        this.agents = agents;
    }

    List<Endpoint> endpoints() {
        AgentCredentials credentials = agents.credentials();
        return List.of(
                admin(Method.GET, AGENTS, _ -> list()),
                admin(Method.POST, AGENTS, guarded((request, actor) ->
                        answer(credentials.register(AgentBody.agent(request.body()), actor)))),
                of(Method.POST, "/credentials", (agent, _, actor) -> answer(credentials.create(agent, actor))),
                of(Method.DELETE, "/credentials", (agent, _, actor) -> answer(credentials.revoke(agent, actor))),
                of(Method.POST, "/rotation", (agent, _, actor) ->
                        answer(credentials.rotate(agent, AgentCredentials.OVERLAP, actor))),
                of(Method.POST, "/renewal", (agent, request, actor) ->
                        answer(credentials.renew(agent, AgentBody.renewal(request.body()), actor))),
                of(Method.GET, "/keys", (agent, _, _) -> keys(agent)),
                of(Method.POST, "/keys", (agent, request, actor) ->
                        answer(agents.apiKeys().create(agent, AgentBody.key(request.body()), actor))),
                of(Method.DELETE, "/keys/{key}", (agent, request, actor) -> answer(agents.apiKeys()
                        .revoke(agent, request.variables().getOrDefault("key", ""), actor))));
    }

    @FunctionalInterface
    private interface Order {
        Answer carryOut(Request request, String actor) throws SQLException, AuditUnavailableException;
    }

    @FunctionalInterface
    private interface AgentOrder {
        Answer carryOut(AgentName agent, Request request, String actor)
                throws SQLException, AuditUnavailableException;
    }

    private static Endpoint of(Method method, String below, AgentOrder order) {
        return admin(method, AGENT + below, guarded((request, actor) -> {
            String name = request.variables().getOrDefault("name", "");
            return Names.isSlug(name)
                    ? order.carryOut(new AgentName(name), request, actor)
                    : answer(new CredentialChange.NoSuchAgent());
        }));
    }

    private static Endpoint.Handler guarded(Order order) {
        return request -> {
            try {
                return order.carryOut(request, "admin api from " + request.peer());
            } catch (IllegalArgumentException e) {
                return error(400, "bad_request", String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                LOG.warn("Order about agents not carried out: database unavailable (SQLState {})", e.getSQLState());
                return error(503, "database_unavailable", "The database did not confirm the change; ask again.");
            } catch (AuditUnavailableException e) {
                LOG.warn("Order about agents not carried out: it cannot be recorded");
                return error(503, "audit_unavailable", "The change cannot be recorded now; nothing was changed.");
            }
        };
    }

    private static Answer answer(CredentialChange change) {
        return switch (change) {
            case CredentialChange.Issued issued -> said(201, AgentJson.issued(issued));
            case CredentialChange.Revoked(String clientId) ->
                said(200, Json.object().put("clientId", clientId).put("state", "revoked").build());
            case CredentialChange.Renewed(var expires) ->
                said(200, Json.object().put("expires", expires.toString()).build());
            case CredentialChange.NoSuchAgent() ->
                error(404, "no_such_agent", "The configuration names no such agent, and none was made at run time.");
            case CredentialChange.Configured() ->
                error(409, "configured", "The configuration names this agent: change there what is said of it.");
            case CredentialChange.AlreadyThere() ->
                error(409, "already_there", "There is such an agent: rotate its secret, or renew it.");
            case CredentialChange.NoSuchBundle() ->
                error(409, "no_such_bundle", "The configuration has no such bundle.");
            case CredentialChange.AlreadyExpired() ->
                error(400, "already_expired", "That time is over; name a later one.");
            case CredentialChange.NoCredentials() ->
                error(409, "no_credentials", "The agent has no credentials; create some first.");
            case CredentialChange.TooManyAgents() ->
                error(409, "too_many_agents", "No more agents can be given credentials.");
        };
    }

    private static Answer answer(ApiKeyChange change) {
        return switch (change) {
            case ApiKeyChange.Issued issued -> said(201, AgentJson.issued(issued));
            case ApiKeyChange.Revoked(String id) ->
                said(200, Json.object().put("id", id).put("state", "revoked").build());
            case ApiKeyChange.NoSuchKey() -> error(404, "no_such_key", "The agent has no such key.");
            case ApiKeyChange.NoCredentials() -> answer(new CredentialChange.NoCredentials());
            case ApiKeyChange.NoSuchServer() ->
                error(409, "no_such_server", "The configuration has no such virtual server.");
            case ApiKeyChange.TooManyKeys() ->
                error(409, "too_many_keys", "The agent has as many keys as it can have; revoke one first.");
        };
    }

    private Answer list() {
        List<Json> all = agents.listing().list().stream().map(AgentJson::status).toList();
        return said(200, Json.object().put("agents", Json.of(all)).build());
    }

    private Answer keys(AgentName agent) throws SQLException {
        List<Json> all =
                agents.apiKeys().list(agent).stream().map(AgentJson::status).toList();
        return said(200, Json.object().put("keys", Json.of(all)).build());
    }

    private static Answer error(int status, String code, String message) {
        return said(
                status, Json.object().put("error", code).put("message", message).build());
    }

    private static Answer said(int status, Json body) {
        return Answer.json(status, body.toString()).with("Cache-Control", "no-store");
    }

    private static Endpoint admin(Method method, String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.ADMIN, method, PathPattern.of(path), Endpoint.Guard.ADMIN, BODY_MAX_BYTES, handler);
    }
}
