package dev.gatehouse.server.gateway;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.transport.client.UpstreamStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The gateway's own part of the admin API: reload, the state of upstreams, and what somebody should look at. */
final class GatewayRoutes {
    private final Reloads reloads;
    private final Supplier<List<UpstreamStatus>> upstreams;
    private final List<ReadyCheck> checks;
    private final Function<UpstreamId, List<String>> notes;
    private final List<Supplier<List<String>>> warnings;

    /**
     * @param notes what else operators should know of an upstream
     * @param warnings what the configuration says and is not so: names that nothing has, times that are not in force
     */
    GatewayRoutes(
            Reloads reloads,
            Supplier<List<UpstreamStatus>> upstreams,
            List<ReadyCheck> checks,
            Function<UpstreamId, List<String>> notes,
            List<Supplier<List<String>>> warnings) {
        this.reloads = reloads;
        this.upstreams = upstreams;
        this.checks = checks;
        this.notes = notes;
        this.warnings = List.copyOf(warnings);
    }

    record Reloaded(
            @About("The revision that is in force now.") String revision,
            @About("What somebody should look at.") List<String> warnings) {}

    record UpstreamList(
            List<UpstreamView> upstreams,
            @About("What somebody should look at.") List<String> warnings) {}

    record UpstreamView(
            String name,
            Health health,
            String detail,
            @About("The revision of MCP that it speaks.") Optional<String> version,
            @About("How far a child process is kept apart.") Optional<Isolation> isolation,
            boolean breakerOpen,
            List<String> notes,
            int tools,
            int restarts,
            int inFlight) {

        static UpstreamView of(UpstreamStatus status, List<String> others) {
            List<String> notes =
                    Stream.concat(status.notes().stream(), others.stream()).toList();
            return new UpstreamView(
                    status.id().value(),
                    status.health(),
                    status.detail(),
                    status.version().map(ProtocolVersion::wireName),
                    status.isolation(),
                    status.breakerOpen(),
                    notes,
                    status.tools(),
                    status.restarts(),
                    status.inFlight());
        }
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.POST, "/reload", Reach.OWNERS, "Reads the file again; one with problems changes nothing.")
                        .answers(Reloaded.class)
                        .by(this::reload),
                route(Method.GET, "/upstreams", Reach.WATCHERS, "Shows the upstreams and what deserves a look.")
                        .answers(UpstreamList.class)
                        .by(_ -> upstreams()));
    }

    private Answer reload(Asked asked) {
        return switch (reloads.reload(asked.by().actor())) {
            case Reloads.Reloaded.Done done ->
                AdminRoute.ok(new Reloaded(done.revision().id(), warnings().toList()));
            case Reloads.Reloaded.Refused refused ->
                Problem.unacceptable(refused.problems()).answer();
        };
    }

    private Stream<String> warnings() {
        return warnings.stream().flatMap(some -> some.get().stream());
    }

    private Answer upstreams() {
        List<UpstreamView> views = upstreams.get().stream()
                .map(status -> UpstreamView.of(status, notes.apply(status.id())))
                .toList();
        List<String> told = Stream.concat(
                        checks.stream().map(check -> ReadyCheck.ask(check).reason()), warnings())
                .filter(reason -> !reason.isEmpty())
                .toList();
        return AdminRoute.ok(new UpstreamList(views, told));
    }
}
