package dev.gatehouse.server.gateway;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.policy.pin.PinChoice;
import dev.gatehouse.policy.pin.PinDecision;
import dev.gatehouse.policy.pin.PinDiff;
import dev.gatehouse.policy.pin.PinOrders;
import dev.gatehouse.policy.pin.PinRecord;
import dev.gatehouse.policy.pin.PinVersions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What upstreams offer and who approved it: seen by whoever watches, decided by owners, for an upstream may serve any bundle. */
final class PinRoutes {
    private static final String NOT_A_NAME = "expected the name of an upstream";

    private final PinOrders orders;

    PinRoutes(PinOrders orders) {
        this.orders = orders;
    }

    record PinList(List<PinView> pins, Optional<String> next) {}

    record PinView(
            String upstream,
            PinKind kind,

            @About("The upstream's own name of it, or its URI; none for instructions.")
            String name,

            @About("What a client declares to see it, in JSON; {} for everybody.")
            String needed,

            PinRecord.State state,

            @About("SHA-256 of the canonical form of what is approved.")
            Optional<String> approvedDigest,

            Optional<String> approvedBy,
            Optional<Instant> approvedAt,

            @About("The same of what the upstream says instead.")
            Optional<String> offeredDigest,

            Optional<Instant> offeredAt,
            Optional<String> rejectedBy,
            UpdatePolicy updates) {

        static PinView of(PinRecord pin, UpdatePolicy updates) {
            return new PinView(
                    pin.upstream().value(),
                    pin.kind(),
                    pin.name(),
                    pin.needed(),
                    pin.state(),
                    pin.approved(),
                    pin.approvedBy(),
                    pin.approvedAt(),
                    pin.offered(),
                    pin.offeredAt(),
                    pin.rejectedBy(),
                    updates);
        }
    }

    record PinDiffs(List<PinDiffView> diffs) {}

    record PinDiffView(
            PinView pin,

            @About("The digest of the version before; none when all of it is new.")
            Optional<String> before,

            String after,
            List<FieldChange> changes) {

        static PinDiffView of(PinVersions versions, UpdatePolicy updates) {
            return new PinDiffView(
                    PinView.of(versions.pin(), updates),
                    versions.before().map(PinVersions.Version::digest),
                    versions.after().digest(),
                    PinDiff.of(
                                    versions.before().map(PinVersions.Version::json),
                                    versions.after().json())
                            .stream()
                            .map(change -> new FieldChange(change.place(), change.lines()))
                            .toList());
        }
    }

    record FieldChange(
            @About("A JSON pointer into the definition.") String place,

            @About("What went begins with a minus, what came with a plus; what cannot be seen is written \\u{…}.")
            List<String> lines) {}

    record PinOrder(
            String upstream,
            @About("Without it, all that waits is meant.") Optional<PinKind> kind,
            @About("None for instructions.") Optional<String> name,

            @About("Of what was seen: a decision holds for that alone. For all that waits, SHA-256 over them.")
            String digest) {}

    record Decided(
            @About("How many definitions it was about.") int pins) {}

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/pins", Reach.WATCHERS, "Lists what upstreams offer, and what waits for a decision.")
                        .parameter("upstream", "only of this one")
                        .paged()
                        .answers(PinList.class)
                        .by(this::list),
                route(Method.GET, "/pins/diff", Reach.WATCHERS, "Shows the last change of definitions.")
                        .parameter("upstream", "of this one")
                        .parameter("name", "of this one; without it, all that waits")
                        .answers(PinDiffs.class)
                        .by(this::diff),
                route(Method.POST, "/pins/approve", Reach.OWNERS, "Approves what an upstream offers.")
                        .answers(Decided.class)
                        .by(PinOrder.class, (asked, order) -> decide(asked, order, orders::approve)),
                route(Method.POST, "/pins/reject", Reach.OWNERS, "Decides against what an upstream offers.")
                        .answers(Decided.class)
                        .by(PinOrder.class, (asked, order) -> decide(asked, order, orders::reject)));
    }

    private Answer list(Asked asked) throws SQLException {
        Optional<String> only = asked.parameter("upstream");
        Page.Slice<PinRecord> page = asked.page()
                .of(
                        orders.list().stream()
                                .filter(pin ->
                                        only.isEmpty() || pin.upstream().value().equals(only.get())),
                        pin -> pin.upstream() + " " + pin.kind() + " " + pin.name() + " " + pin.needed());
        return AdminRoute.ok(new PinList(
                page.items().stream()
                        .map(pin -> PinView.of(pin, orders.updates(pin.upstream())))
                        .toList(),
                page.next()));
    }

    private Answer diff(Asked asked) throws SQLException {
        Optional<String> upstream = asked.parameter("upstream").filter(Names::isSlug);
        if (upstream.isEmpty()) {
            return Problem.malformed("?upstream", NOT_A_NAME).answer();
        }
        UpstreamId id = new UpstreamId(upstream.get());
        List<PinDiffView> diffs = orders.versions(id, asked.parameter("name")).stream()
                .map(versions -> PinDiffView.of(versions, orders.updates(id)))
                .toList();
        return AdminRoute.ok(new PinDiffs(diffs));
    }

    @FunctionalInterface
    private interface Order {
        PinDecision carryOut(UpstreamId upstream, List<PinChoice> choices, String actor)
                throws SQLException, AuditUnavailableException;
    }

    private Answer decide(Asked asked, PinOrder body, Order order) throws SQLException, AuditUnavailableException {
        if (!Names.isSlug(body.upstream())) {
            return Problem.malformed("/upstream", NOT_A_NAME).answer();
        }
        UpstreamId upstream = new UpstreamId(body.upstream());
        List<PinChoice> choices = choices(upstream, body);
        if (choices.isEmpty()) {
            return Problem.conflict("what waits is not what was seen", "Look at it again.")
                    .answer();
        }
        return switch (order.carryOut(upstream, choices, asked.by().actor())) {
            case PinDecision.Done(int pins) -> AdminRoute.ok(new Decided(pins));
            case PinDecision.Changed _ ->
                Problem.conflict("what waits is not what was seen", "Look at it again.")
                        .answer();
            case PinDecision.Frozen() ->
                Problem.conflict(
                                "the upstream is frozen",
                                "Set `updates: approve` for it in the file, and reload, to approve anything.")
                        .answer();
        };
    }

    /** Empty when the digest is of something else. */
    private List<PinChoice> choices(UpstreamId upstream, PinOrder body) throws SQLException {
        if (body.kind().isPresent()) {
            return List.of(new PinChoice(body.kind().get(), body.name().orElse(""), body.digest()));
        }
        List<PinChoice> all = orders.pending(upstream);
        return PinChoice.digestOf(all).equals(body.digest()) ? all : List.of();
    }
}
