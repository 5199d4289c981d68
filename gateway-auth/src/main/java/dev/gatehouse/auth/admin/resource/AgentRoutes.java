package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.resource.AgentRecords.AgentCredential;
import dev.gatehouse.auth.admin.resource.AgentRecords.AgentList;
import dev.gatehouse.auth.admin.resource.AgentRecords.AgentView;
import dev.gatehouse.auth.admin.resource.AgentRecords.NewAgent;
import dev.gatehouse.auth.admin.resource.AgentRecords.Renewal;
import dev.gatehouse.auth.admin.resource.AgentRecords.RevokedAgent;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.revision.Agent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Agents: seen by whoever looks after their bundle or answers for them, changed by owners and by admins of their bundle. */
final class AgentRoutes {
    private final AgentCredentials credentials;
    private final AgentListing listing;
    private final AgentSight sight;

    AgentRoutes(AgentCredentials credentials, AgentListing listing) {
        this.credentials = credentials;
        this.listing = listing;
        this.sight = new AgentSight(listing);
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/agents", Reach.EVERYBODY, "Lists agents by name.")
                        .parameter("bundle", "Only those of this bundle.")
                        .parameter("owner", "Only those that this person answers for.")
                        .parameter("state", "Only those in this state.")
                        .paged()
                        .answers(AgentList.class)
                        .by(this::list),
                route(Method.POST, "/agents", Reach.OWNERS_AND_ADMINS, "Makes an agent that the file does not name.")
                        .answers(201, AgentCredential.class)
                        .by(NewAgent.class, this::register),
                route(Method.GET, "/agents/{name}", Reach.EVERYBODY, "Shows an agent.")
                        .answers(AgentView.class)
                        .by(this::show),
                route(
                                Method.POST,
                                "/agents/{name}/credentials",
                                Reach.OWNERS_AND_ADMINS,
                                "Gives an agent a fresh secret.")
                        .answers(201, AgentCredential.class)
                        .by(asked -> change(asked, credentials::create)),
                route(Method.DELETE, "/agents/{name}/credentials", Reach.OWNERS_AND_ADMINS, "Ends an agent's access.")
                        .answers(RevokedAgent.class)
                        .by(asked -> change(asked, credentials::revoke)),
                route(
                                Method.POST,
                                "/agents/{name}/rotation",
                                Reach.OWNERS_AND_ADMINS,
                                "Gives an agent its next secret.")
                        .answers(201, AgentCredential.class)
                        .by(asked -> change(
                                asked, (agent, actor) -> credentials.rotate(agent, AgentCredentials.OVERLAP, actor))),
                route(Method.POST, "/agents/{name}/renewal", Reach.OWNERS_AND_ADMINS, "Moves the end of an agent.")
                        .answers(Renewal.class)
                        .by(
                                Renewal.class,
                                (asked, renewal) -> change(
                                        asked, (agent, actor) -> credentials.renew(agent, renewal.expires(), actor))));
    }

    private Answer list(Asked asked) {
        Page.Slice<AgentStatus> found = asked.page()
                .of(
                        listing.list().stream()
                                .filter(agent -> AgentSight.sees(asked.by(), agent))
                                .filter(agent -> matches(asked, agent)),
                        agent -> agent.agent().value());
        List<AgentView> views =
                found.items().stream().map(agent -> view(asked.by(), agent)).toList();
        return AdminRoute.ok(new AgentList(views, found.next()));
    }

    private static boolean matches(Asked asked, AgentStatus agent) {
        return Filters.matches(asked, "bundle", agent.bundle().map(BundleName::value))
                && Filters.matches(asked, "owner", agent.owner())
                && Filters.matches(asked, "state", Optional.of(Filters.word(agent.state())));
    }

    private Answer show(Asked asked) {
        return sight.seen(asked)
                .map(agent -> AdminRoute.ok(view(asked.by(), agent)))
                .orElseGet(() -> AgentSight.none().answer());
    }

    private static AgentView view(Administrator by, AgentStatus agent) {
        return AgentView.of(agent, AgentSight.seesCredentials(by, agent));
    }

    private Answer register(Asked asked, NewAgent body) throws SQLException, AuditUnavailableException {
        if (!Names.isSlug(body.name())) {
            return Problem.malformed("/name", "expected lower-case letters, digits and dashes")
                    .answer();
        }
        if (!Names.isSlug(body.bundle())) {
            return Problem.malformed("/bundle", "expected the name of a bundle").answer();
        }
        if (body.rotateEvery().filter(every -> !isRotation(every)).isPresent()) {
            return Problem.malformed(
                            "/rotateEvery", "expected " + Agent.ROTATE_EVERY_MIN + " to " + Agent.ROTATE_EVERY_MAX)
                    .answer();
        }
        BundleName bundle = new BundleName(body.bundle());
        AgentName name = new AgentName(body.name());
        if (!asked.by().roles().administer(bundle)) {
            return AgentSight.notTheirs().answer();
        }
        // A name that was another bundle's is not taken over with what the trail says of it.
        if (listing.find(name)
                .filter(before -> !AgentSight.administers(asked.by(), before))
                .isPresent()) {
            return answer(new CredentialChange.AlreadyThere());
        }
        Agent agent = new Agent(
                name, bundle, body.owner(), body.purpose(), body.expires(), body.rotateEvery(), Optional.empty());
        return answer(credentials.register(agent, asked.by().actor()));
    }

    private static boolean isRotation(Duration every) {
        return every.compareTo(Agent.ROTATE_EVERY_MIN) >= 0 && every.compareTo(Agent.ROTATE_EVERY_MAX) <= 0;
    }

    @FunctionalInterface
    private interface Order {
        CredentialChange carryOut(AgentName agent, String actor) throws SQLException, AuditUnavailableException;
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

    private static Answer answer(CredentialChange change) {
        return switch (change) {
            case CredentialChange.Issued issued -> AdminRoute.json(201, AgentCredential.of(issued));
            case CredentialChange.Revoked(String clientId) ->
                AdminRoute.ok(new RevokedAgent(clientId, AgentStatus.State.REVOKED));
            case CredentialChange.Renewed(var expires) -> AdminRoute.ok(new Renewal(expires));
            case CredentialChange.NoSuchAgent() -> AgentSight.none().answer();
            case CredentialChange.Configured() ->
                Problem.conflict("the file names this agent", "Change there what is said of it.")
                        .answer();
            case CredentialChange.AlreadyThere() ->
                Problem.conflict("there is such an agent", "Rotate its secret, renew it, or take another name.")
                        .answer();
            case CredentialChange.NoSuchBundle() ->
                Problem.conflict("the file has no such bundle", "Name one of the file.")
                        .at("/bundle")
                        .answer();
            case CredentialChange.AlreadyExpired() ->
                Problem.malformed("/expires", "expected a time that is not over")
                        .answer();
            case CredentialChange.NoCredentials() ->
                Problem.conflict("the agent has no credentials", "Create some first.")
                        .answer();
            case CredentialChange.TooManyAgents() ->
                Problem.conflict(
                                "no more agents can be given credentials",
                                "Revoking one makes no room; ask the operator.")
                        .answer();
        };
    }
}
