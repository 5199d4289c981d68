package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.field.Erasure;
import dev.gatehouse.audit.field.Erasures;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The part of the admin API that makes the trail forget somebody. */
final class ErasureRoutes {
    private static final String PATH = "/audit/erasures";
    private static final int REASON_CHARS_MAX = 500;

    private final Erasures erasures;

    ErasureRoutes(Erasures erasures) {
        this.erasures = erasures;
    }

    record ErasureList(
            @About("The newest first; at most 1,000.") List<ErasureView> erasures) {}

    record ErasureView(
            String id,
            Instant erasedAt,
            @About("How many were destroyed.") long keys,
            String reason,
            @About("Holds that stood and were overruled.") Optional<String> despite) {

        static ErasureView of(Erasure erasure) {
            return new ErasureView(
                    erasure.id(), erasure.erasedAt(), erasure.keys(), erasure.reason(), erasure.despite());
        }
    }

    record ErasureOrder(
            @About("A name or an id, as records have it: corp/bob, release-bot.")
            String subject,

            @About("Stands in the trail, without these names.")
            String reason,

            @About("true: only tells what it would reach.") Optional<Boolean> dryRun,

            @About("true: although records are held.") Optional<Boolean> despiteHold) {}

    record Erased(
            @About("None: it was a dry run.") Optional<ErasureView> erasure,

            @About("Of a dry run: whose keys, with what the same ones are called besides.")
            List<String> subjects,

            @About("How many keys.") long keys,

            @About("Of a dry run: how many records name them as who called or changed something; it counts to"
                    + " 1,000,000.")
            Optional<Long> records,

            @About("Of a dry run: holds that stand in the way.")
            List<String> holds) {}

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, PATH, Reach.OVERSEERS, "Lists erasures; whom they were about, nobody knows.")
                        .answers(ErasureList.class)
                        .by(_ -> list()),
                route(
                                Method.POST,
                                PATH,
                                Reach.OWNERS,
                                "Destroys the keys of somebody, so that no record tells their name or payloads again.")
                        .answers(Erased.class)
                        .by(ErasureOrder.class, this::erase));
    }

    private Answer list() throws SQLException {
        return AdminRoute.ok(
                new ErasureList(erasures.all().stream().map(ErasureView::of).toList()));
    }

    private Answer erase(Asked asked, ErasureOrder order) throws SQLException, AuditUnavailableException {
        List<String> names = List.of(order.subject());
        if (order.reason().length() > REASON_CHARS_MAX) {
            return Problem.malformed("/reason", "expected 1 to " + REASON_CHARS_MAX + " characters")
                    .answer();
        }
        if (order.dryRun().orElse(false)) {
            Erasure.Reach reach = erasures.reach(names);
            return AdminRoute.ok(new Erased(
                    Optional.empty(), reach.names(), reach.keys().size(), Optional.of(reach.records()), reach.holds()));
        }
        boolean despite = order.despiteHold().orElse(false);
        return switch (erasures.erase(asked.by().actor(), new Erasure.Order(names, order.reason(), despite))) {
            case Erasure.Result.Done(Erasure erasure) ->
                AdminRoute.ok(new Erased(
                        Optional.of(ErasureView.of(erasure)), List.of(), erasure.keys(), Optional.empty(), List.of()));
            case Erasure.Result.Nothing _ ->
                Problem.notFound("no record is under a key of these names: see `audit.fields`, and whether it was"
                                + " erased before")
                        .answer();
            case Erasure.Result.Held(List<String> holds) ->
                Problem.conflict(
                                "records are held by " + String.join(", ", holds),
                                "Release the holds, or ask with despiteHold.")
                        .answer();
        };
    }
}
