package dev.gatehouse.server.alert;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.alert.Alert;
import dev.gatehouse.audit.alert.AlertOrders;
import dev.gatehouse.audit.alert.AlertWatch;
import dev.gatehouse.audit.alert.Severity;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The part of the admin API about alerts. */
final class AlertRoutes {
    private static final String PATH = "/audit/alerts";
    private static final int REASON_CHARS_MAX = 500;

    private final AlertWatch watch;
    private final AlertOrders orders;

    AlertRoutes(RecordedChange.Place place, AlertWatch watch) {
        this.watch = watch;
        this.orders = new AlertOrders(place);
    }

    record AlertList(
            @About("What goes on first, the worst of it first; what was over within 30 days after that; at most 1,000.")
            List<AlertView> alerts) {}

    record AlertView(
            @About("Of rule and key: the same whenever it comes again.")
            String id,

            String rule,
            @About("What it is true of.") String key,
            Severity severity,
            @About("When it was last seen, in words.") String text,
            Instant raisedAt,
            Instant seenAt,

            @About("How often it was seen since it was raised.")
            long times,

            Optional<Instant> toldAt,
            @About("None: it goes on.") Optional<Instant> overAt,
            Optional<String> acknowledgedBy,
            Optional<Instant> silencedUntil,
            Optional<String> silencedBy,

            @About("Of whoever acknowledged or silenced it.")
            Optional<String> reason) {

        static AlertView of(Alert alert) {
            return new AlertView(
                    alert.id(),
                    alert.rule(),
                    alert.key(),
                    alert.severity(),
                    alert.text(),
                    alert.raisedAt(),
                    alert.seenAt(),
                    alert.times(),
                    alert.toldAt(),
                    alert.overAt(),
                    alert.acknowledgedBy(),
                    alert.silence().map(Alert.Silence::until),
                    alert.silence().map(Alert.Silence::by).filter(by -> !by.isEmpty()),
                    alert.reason());
        }
    }

    record Acknowledgement(String reason) {}

    record SilenceOrder(
            @About("For how long, 30 days at most.") Duration time, String reason) {}

    record Silenced(Instant until) {}

    record Tried(String channel) {}

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, PATH, Reach.OVERSEERS, "Lists alerts.")
                        .answers(AlertList.class)
                        .by(_ -> list()),
                route(
                                Method.POST,
                                PATH + "/{id}/acknowledge",
                                Reach.OWNERS,
                                "Says that somebody looks after an alert: it is not told again until it is over.")
                        .by(Acknowledgement.class, this::acknowledge),
                route(Method.POST, PATH + "/{id}/silence", Reach.OWNERS, "Tells nobody of an alert for a time.")
                        .answers(Silenced.class)
                        .by(SilenceOrder.class, this::silence),
                route(
                                Method.POST,
                                "/audit/alert-channels/{name}/test",
                                Reach.OWNERS,
                                "Tells a channel that nothing is wrong.")
                        .answers(Tried.class)
                        .by(this::test));
    }

    private Answer list() {
        return AdminRoute.ok(
                new AlertList(watch.alerts().stream().map(AlertView::of).toList()));
    }

    private Answer acknowledge(Asked asked, Acknowledgement order) throws SQLException, AuditUnavailableException {
        Optional<Problem> wrong = reason(order.reason());
        if (wrong.isPresent()) {
            return wrong.get().answer();
        }
        return orders.acknowledge(asked.by().actor(), asked.variable("id"), order.reason())
                ? AdminRoute.done()
                : Problem.notFound("there is no such alert, or it is over").answer();
    }

    private Answer silence(Asked asked, SilenceOrder order) throws SQLException, AuditUnavailableException {
        Optional<Problem> wrong = reason(order.reason());
        if (wrong.isPresent()) {
            return wrong.get().answer();
        }
        if (order.time().toMinutes() < 1 || order.time().compareTo(AlertOrders.SILENCE_MAX) > 0) {
            return Problem.malformed("/time", "expected PT1M to " + AlertOrders.SILENCE_MAX)
                    .answer();
        }
        return orders.silence(asked.by().actor(), asked.variable("id"), order.time(), order.reason())
                .map(until -> AdminRoute.ok(new Silenced(until)))
                .orElseGet(() -> Problem.notFound("there is no such alert").answer());
    }

    private static Optional<Problem> reason(String reason) {
        return reason.isBlank() || reason.length() > REASON_CHARS_MAX
                ? Optional.of(Problem.malformed("/reason", "expected 1 to " + REASON_CHARS_MAX + " characters"))
                : Optional.empty();
    }

    private Answer test(Asked asked) {
        String name = asked.variable("name");
        Optional<String> failure = watch.test(name, asked.by().actor());
        if (failure.isEmpty()) {
            return Problem.notFound("there is no channel of that name in audit.alerts.channels")
                    .answer();
        }
        return failure.get().isEmpty()
                ? AdminRoute.ok(new Tried(name))
                : Problem.unacceptable(List.of("channel " + name + " did not take it: " + failure.get()))
                        .answer();
    }
}
