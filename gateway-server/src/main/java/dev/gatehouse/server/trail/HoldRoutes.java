package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.retain.Hold;
import dev.gatehouse.audit.retain.Holds;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.Names;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The part of the admin API about records that must stay although their time is over. */
final class HoldRoutes {
    private static final String PATH = "/audit/holds";

    private final Holds holds;

    HoldRoutes(Holds holds) {
        this.holds = holds;
    }

    record HoldList(
            @About("The newest first, released ones too; at most 1,000.")
            List<HoldView> holds) {}

    record HoldView(
            String id,

            @About("None: of all bundles, and what belongs to none.")
            Optional<String> bundle,

            @About("The first day, by UTC.") String from,

            @About("The day after the last; none: without an end.")
            Optional<String> to,

            String reason,
            String placedBy,
            Instant placedAt,
            Optional<String> releasedBy,
            Optional<Instant> releasedAt) {

        static HoldView of(Hold hold) {
            return new HoldView(
                    hold.id(),
                    hold.bundle().map(BundleName::value),
                    hold.from().toString(),
                    hold.to().map(LocalDate::toString),
                    hold.reason(),
                    hold.placedBy(),
                    hold.placedAt(),
                    hold.release().map(Hold.Release::by),
                    hold.release().map(Hold.Release::at));
        }
    }

    record HoldOrder(
            @About("None: all records.") Optional<String> bundle,
            @About("The first day, by UTC.") String from,

            @About("The day after the last; none: without an end.")
            Optional<String> to,

            String reason) {}

    record Placed(String id) {}

    record ReleaseOrder(String reason) {}

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, PATH, Reach.OVERSEERS, "Lists what keeps audit records beyond their time.")
                        .answers(HoldList.class)
                        .by(_ -> list()),
                route(Method.POST, PATH, Reach.OWNERS, "Keeps audit records until the hold is released.")
                        .answers(201, Placed.class)
                        .by(HoldOrder.class, this::place),
                route(Method.POST, PATH + "/{id}/release", Reach.OWNERS, "Ends a hold.")
                        .by(ReleaseOrder.class, this::release));
    }

    private Answer list() throws SQLException {
        return AdminRoute.ok(new HoldList(holds.all().stream().map(HoldView::of).toList()));
    }

    private Answer place(Asked asked, HoldOrder order) throws SQLException, AuditUnavailableException {
        if (!order.bundle().map(Names::isSlug).orElse(true)) {
            return Problem.malformed("/bundle", "expected the name of a bundle").answer();
        }
        try {
            LocalDate from = LocalDate.parse(order.from());
            Optional<LocalDate> to = order.to().map(LocalDate::parse);
            if (to.isPresent() && !to.get().isAfter(from)) {
                return Problem.malformed("/to", "expected a day after `from`").answer();
            }
            Optional<BundleName> bundle = order.bundle().map(BundleName::new);
            String id = holds.place(asked.by().actor(), bundle, from, to, order.reason());
            return AdminRoute.json(201, new Placed(id));
        } catch (DateTimeException e) {
            return Problem.malformed("/from", "expected days such as 2026-11-21")
                    .answer();
        }
    }

    private Answer release(Asked asked, ReleaseOrder order) throws SQLException, AuditUnavailableException {
        return holds.release(asked.by().actor(), asked.variable("id"), order.reason())
                ? AdminRoute.done()
                : Problem.notFound("there is no such hold, or it was released").answer();
    }
}
