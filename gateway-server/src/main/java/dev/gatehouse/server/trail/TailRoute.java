package dev.gatehouse.server.trail;

import dev.gatehouse.audit.search.TailPlace;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.audit.search.TrailTail;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.server.trail.TrailViews.Arrivals;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Follows the trail: an answer comes when something arrived, or when nothing did for a while. */
final class TailRoute {
    private static final int WAIT_SECONDS_MAX = 10;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** Those beyond are answered at once, and look again by themselves. */
    private static final int WAITING_MAX = 16;

    private static final int LIMIT = Page.LIMIT_MAX;

    private final TrailTail tail;
    private final TrailAccess access;
    private final Naming naming;
    private final Semaphore waiting = new Semaphore(WAITING_MAX);

    TailRoute(TrailTail tail, TrailAccess access, Naming naming) {
        this.tail = tail;
        this.access = access;
        this.naming = naming;
    }

    AdminRoute route() {
        return Asking.withFields(AdminRoute.route(
                        Method.GET,
                        "/audit/tail",
                        Reach.WATCHERS,
                        "Tells what arrives in the audit trail, in that order."))
                .parameter(
                        "after", "The `after` of the answer before; left out, it begins with what arrives from now on.")
                .parameter(
                        "wait", "For how many seconds to wait when nothing is there, at most " + WAIT_SECONDS_MAX + ".")
                .answers(Arrivals.class)
                .by(TrailRoutes.bounded(this::follow));
    }

    private Answer follow(Asked asked) throws SQLException, AuditUnavailableException {
        Optional<String> after = asked.parameter("after");
        Optional<TailPlace> place = after.flatMap(TailRoute::place);
        if (after.isPresent() && place.isEmpty()) {
            return Problem.malformed("?after", "expected the `after` of the answer before, as it was")
                    .answer();
        }
        Optional<Integer> wait = seconds(asked.parameter("wait").orElse("0"));
        if (wait.isEmpty()) {
            return Problem.malformed("?wait", "expected 0 to " + WAIT_SECONDS_MAX + " seconds")
                    .answer();
        }
        return switch (Asking.query(asked)) {
            case Asking.Reading.Wrong<TrailQuery>(Problem problem) -> problem.answer();
            case Asking.Reading.Good<TrailQuery>(TrailQuery query) -> {
                if (place.isPresent()) {
                    yield told(await(place.get(), naming.widened(query), Duration.ofSeconds(wait.get())));
                }
                access.recordSearch(asked.by(), "audit.tail", naming.unnamed(query));
                yield told(new TrailTail.Arrived(List.of(), tail.end(), true));
            }
        };
    }

    private TrailTail.Arrived await(TailPlace place, TrailQuery query, Duration wait) throws SQLException {
        long until = System.nanoTime() + wait.toNanos();
        TrailTail.Arrived arrived = tail.after(place, query, LIMIT);
        if (!waiting.tryAcquire()) {
            return arrived;
        }
        try {
            while (arrived.events().isEmpty() && arrived.whole() && System.nanoTime() < until) {
                Thread.sleep(LOOK_EVERY);
                arrived = tail.after(arrived.place(), query, LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
        return arrived;
    }

    private Answer told(TrailTail.Arrived arrived) throws SQLException {
        return AdminRoute.ok(new Arrivals(
                naming.named(arrived.events()), Page.cursor(arrived.place().key()), !arrived.whole()));
    }

    private static Optional<TailPlace> place(String after) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(after);
            return TailPlace.ofKey(new String(key, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> seconds(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,2}"))
                .map(Integer::parseInt)
                .filter(number -> number <= WAIT_SECONDS_MAX);
    }
}
