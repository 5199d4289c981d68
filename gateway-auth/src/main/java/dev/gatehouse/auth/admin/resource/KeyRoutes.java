package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.resource.AgentRecords.IssuedKey;
import dev.gatehouse.auth.admin.resource.AgentRecords.KeyList;
import dev.gatehouse.auth.admin.resource.AgentRecords.KeyView;
import dev.gatehouse.auth.admin.resource.AgentRecords.NewKey;
import dev.gatehouse.auth.admin.resource.AgentRecords.RevokedKey;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.auth.apikey.ApiKeyStatus;
import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The API keys of agents. */
final class KeyRoutes {
    private final ApiKeys keys;
    private final AgentSight sight;

    KeyRoutes(ApiKeys keys, AgentListing listing) {
        this.keys = keys;
        this.sight = new AgentSight(listing);
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/agents/{name}/keys", Reach.EVERYBODY, "Lists an agent's API keys.")
                        .answers(KeyList.class)
                        .by(this::list),
                route(Method.POST, "/agents/{name}/keys", Reach.OWNERS_AND_ADMINS, "Gives an agent an API key.")
                        .answers(201, IssuedKey.class)
                        .by(NewKey.class, this::create),
                route(Method.DELETE, "/agents/{name}/keys/{key}", Reach.OWNERS_AND_ADMINS, "Ends an API key.")
                        .answers(RevokedKey.class)
                        .by(asked ->
                                change(asked, (agent, actor) -> keys.revoke(agent, asked.variable("key"), actor))));
    }

    private Answer list(Asked asked) throws SQLException {
        Optional<AgentStatus> agent = sight.seen(asked).filter(seen -> AgentSight.seesCredentials(asked.by(), seen));
        return agent.isEmpty()
                ? AgentSight.none().answer()
                : AdminRoute.ok(new KeyList(
                        keys.list(agent.get().agent()).stream().map(KeyView::of).toList()));
    }

    private Answer create(Asked asked, NewKey body) throws SQLException, AuditUnavailableException {
        if (body.label().length() > ApiKeys.LABEL_CHARS_MAX) {
            return Problem.malformed("/label", "expected at most " + ApiKeys.LABEL_CHARS_MAX + " characters")
                    .answer();
        }
        if (body.lifetime()
                .filter(time -> time.compareTo(ApiKeys.LIFETIME_MIN) < 0 || time.compareTo(ApiKeys.LIFETIME_MAX) > 0)
                .isPresent()) {
            return Problem.malformed("/lifetime", "expected " + ApiKeys.LIFETIME_MIN + " to " + ApiKeys.LIFETIME_MAX)
                    .answer();
        }
        if (body.server().filter(name -> !Names.isSlug(name)).isPresent()) {
            return answer(new ApiKeyChange.NoSuchServer());
        }
        ApiKeys.Wish wish = new ApiKeys.Wish(
                body.label(),
                body.server().map(ServerName::new),
                body.lifetime().orElse(ApiKeys.LIFETIME));
        return change(asked, (agent, actor) -> keys.create(agent, wish, actor));
    }

    @FunctionalInterface
    private interface Order {
        ApiKeyChange carryOut(AgentName agent, String actor) throws SQLException, AuditUnavailableException;
    }

    private Answer change(Asked asked, Order order) throws SQLException, AuditUnavailableException {
        Optional<AgentStatus> agent = sight.seen(asked);
        if (agent.isEmpty()) {
            return AgentSight.none().answer();
        }
        return AgentSight.administers(asked.by(), agent.get())
                ? answer(order.carryOut(agent.get().agent(), asked.by().actor()))
                : AgentSight.notTheirs().answer();
    }

    private static Answer answer(ApiKeyChange change) {
        return switch (change) {
            case ApiKeyChange.Issued issued -> AdminRoute.json(201, IssuedKey.of(issued));
            case ApiKeyChange.Revoked(String id) -> AdminRoute.ok(new RevokedKey(id, ApiKeyStatus.State.REVOKED));
            case ApiKeyChange.NoSuchKey() ->
                Problem.notFound("the agent has no such key").answer();
            case ApiKeyChange.NoCredentials() ->
                Problem.conflict("the agent has no credentials", "Create some first.")
                        .answer();
            case ApiKeyChange.NoSuchServer() ->
                Problem.conflict("the file has no such virtual server", "Name one of the file, or none.")
                        .at("/server")
                        .answer();
            case ApiKeyChange.TooManyKeys() ->
                Problem.conflict("the agent has as many keys as it can have", "Revoke one first.")
                        .answer();
        };
    }
}
