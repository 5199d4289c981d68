package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.kill.Kill;
import dev.gatehouse.auth.kill.KillChange;
import dev.gatehouse.auth.kill.KillOrders;
import dev.gatehouse.auth.kill.Kills;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.KillSwitch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Kill switches: any by owners, those of a bundle and its agents by its admins. A body names the switch, for names have slashes. */
final class KillRoutes {
    private final KillOrders orders;
    private final AgentListing agents;

    KillRoutes(KillOrders orders, AgentListing agents) {
        this.orders = orders;
        this.agents = agents;
    }

    enum Kind {
        AGENT,
        UPSTREAM,
        TOOL,
        BUNDLE
    }

    enum State {
        OFF,
        ON
    }

    record KillOrder(
            Kind kind,

            @About("As in the file; a tool is SERVER/TOOL, or upstream:UPSTREAM/TOOL.")
            String name,

            @About("For administrators and the trail; callers do not read it.")
            Optional<String> reason) {}

    record Switched(
            String kind,
            String name,
            State state,
            @About("Nothing has this name now.") Optional<String> warning) {

        static Switched of(KillSwitch what, State state, Optional<String> warning) {
            return new Switched(what.kind(), what.name(), state, warning);
        }
    }

    record KillList(
            @About("In the order in which they were thrown.")
            List<KillView> kills) {}

    record KillView(String kind, String name, String reason, String thrownBy, Instant thrownAt) {
        static KillView of(Kill kill) {
            return new KillView(
                    kill.what().kind(), kill.what().name(), kill.reason(), kill.thrownBy(), kill.thrownAt());
        }
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/kills", Reach.EVERYBODY, "Lists what is switched off.")
                        .answers(KillList.class)
                        .by(this::list),
                route(Method.POST, "/kills", Reach.OWNERS_AND_ADMINS, "Switches something off, at once.")
                        .answers(Switched.class)
                        .by(KillOrder.class, (asked, order) -> carryOut(asked, order, orders::kill)),
                route(Method.POST, "/kills/revive", Reach.OWNERS_AND_ADMINS, "Switches something on again.")
                        .answers(Switched.class)
                        .by(KillOrder.class, (asked, order) -> carryOut(asked, order, orders::revive)));
    }

    private Answer list(Asked asked) {
        return AdminRoute.ok(new KillList(orders.all().stream()
                .filter(kill -> asked.by().roles().seeEverything()
                        || bundle(kill.what()).filter(asked.by()::sees).isPresent())
                .map(KillView::of)
                .toList()));
    }

    @FunctionalInterface
    private interface Order {
        KillChange carryOut(KillSwitch what, String reason, String actor)
                throws SQLException, AuditUnavailableException;
    }

    private Answer carryOut(Asked asked, KillOrder body, Order order) throws SQLException, AuditUnavailableException {
        Optional<KillSwitch> what = KillSwitch.of(Filters.word(body.kind()), body.name());
        if (what.isEmpty()) {
            return Problem.malformed("/name", "expected a name of this kind").answer();
        }
        if (!may(asked.by(), what.get())) {
            return Problem.forbidden("this switch is not yours", "Ask an owner.")
                    .answer();
        }
        return answer(
                order.carryOut(what.get(), body.reason().orElse(""), asked.by().actor()));
    }

    private boolean may(Administrator by, KillSwitch what) {
        return by.roles().isOwner()
                || bundle(what).filter(by.roles()::administer).isPresent();
    }

    /** The one bundle that a switch is about; tools and upstreams are everybody's. */
    private Optional<BundleName> bundle(KillSwitch what) {
        return switch (what) {
            case KillSwitch.OfBundle(BundleName bundle) -> Optional.of(bundle);
            case KillSwitch.OfAgent(var agent) -> agents.find(agent).flatMap(AgentStatus::bundle);
            case KillSwitch.OfUpstream _, KillSwitch.OfTool _, KillSwitch.OfUpstreamTool _ -> Optional.empty();
        };
    }

    private static Answer answer(KillChange change) {
        return switch (change) {
            case KillChange.Off(KillSwitch what, Optional<String> warning) ->
                AdminRoute.ok(Switched.of(what, State.OFF, warning));
            case KillChange.On(KillSwitch what) -> AdminRoute.ok(Switched.of(what, State.ON, Optional.empty()));
            case KillChange.NotOff(KillSwitch what) ->
                Problem.notFound(what.text() + " is not switched off").answer();
            case KillChange.TooMany() ->
                Problem.conflict("at most " + Kills.KILLS_MAX + " can be switched off at once", "Revive some.")
                        .answer();
        };
    }
}
