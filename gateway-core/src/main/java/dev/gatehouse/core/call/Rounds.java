package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Answered;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Does what permits allow, for as long as one request of a client lasts: intent recorded, sent, awaited, screened,
 * outcome recorded, and again when the upstream asked and the client answered on the spot. The order is the promise: no
 * round goes upstream before its intent is written, nothing is told before its outcome is durable.
 */
final class Rounds {
    private sealed interface Turn {
        record Over(Verdict verdict) implements Turn {}

        record Again(Itinerary trip, Permit permit, Start start) implements Turn {}
    }

    private final Records records;
    private final Suspensions suspensions;
    private final Supplier<KillSwitches> switches;
    private final RunningCalls running;
    private final Clocks clocks;
    private final Route route;
    private final Exchange exchange;
    private final Line line;

    Rounds(
            Records records,
            Suspensions suspensions,
            Supplier<KillSwitches> switches,
            RunningCalls running,
            Clocks clocks,
            Route route,
            Exchange exchange,
            Line line) {
        this.records = records;
        this.suspensions = suspensions;
        this.switches = switches;
        this.running = running;
        this.clocks = clocks;
        this.route = route;
        this.exchange = exchange;
        this.line = line;
    }

    Verdict run(Itinerary trip, Permit permit, Start start) {
        try (var _ = running.enter(permit, line::stop)) {
            Turn turn = turn(trip, permit, start);
            while (turn instanceof Turn.Again again) {
                turn = turn(again.trip(), again.permit(), again.start());
            }
            return ((Turn.Over) turn).verdict();
        }
    }

    private Turn turn(Itinerary trip, Permit permit, Start start) {
        long started = clocks.nanoTime();
        Settlement settlement = Settlement.NOT_SENT;
        try {
            records.intent(trip, permit);
            settlement = Settlement.UNKNOWN;
            Reached reached = line.reach(trip, permit, start);
            settlement = reached.ending().settlement();
            records.outcome(trip, reached.ending(), Duration.ofNanos(clocks.nanoTime() - started));
            return switch (reached) {
                case Reached.Ended ended -> over(trip, ended.ending());
                case Reached.Suspended suspended -> suspended(trip, suspended.ending());
                case Reached.Asks asks -> asked(trip, permit, asks);
            };
        } catch (AuditUnavailableException e) {
            return new Turn.Over(unrecorded(trip, settlement == Settlement.SUSPENDED));
        } finally {
            permit.settle(settlement);
        }
    }

    private Turn over(Itinerary trip, Ending ending) {
        exchange.onUndelivered(() -> {
            line.hangUp(UpstreamCall.Reason.CLIENT_GONE);
            records.notDelivered(trip.subject().call(), trip.subject().round());
        });
        return new Turn.Over(ending.verdict());
    }

    /** Whoever never got the question will not answer it. */
    private Turn suspended(Itinerary trip, Ending ending) {
        exchange.onUndelivered(() -> {
            records.notDelivered(trip.subject().call(), trip.subject().round());
            var _ = suspensions.abandon(trip.subject().call(), UpstreamCall.Reason.CLIENT_GONE);
        });
        return new Turn.Over(ending.verdict());
    }

    /** The clock of the call stands while its client thinks. */
    private Turn asked(Itinerary trip, Permit permit, Reached.Asks asks) throws AuditUnavailableException {
        Duration left = trip.deadline().remaining(clocks.nanoTime());
        Exchange.Answers answers = answers(asks);
        Deadline until = Deadline.in(left, clocks.nanoTime());
        return switch (answers) {
            case Exchange.Answers.Given(Map<String, Json> byKey) ->
                judged(trip.next(byKey, permit.approved(), until), new Start.Answer(asks.call()));
            case Exchange.Answers.Missing(String reason) ->
                judged(trip.next(Map.of(), permit.approved(), until), new Start.Decline(asks.call(), reason));
        };
    }

    private Exchange.Answers answers(Reached.Asks asks) {
        if (asks.requests().isEmpty()) {
            return new Exchange.Answers.Given(Map.of());
        }
        try {
            return exchange.ask(asks.requests(), Deadline.in(ParkedCalls.WAIT_MAX, clocks.nanoTime()));
        } catch (RuntimeException e) {
            return new Exchange.Answers.Missing("asking failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Turn judged(Itinerary next, Start start) throws AuditUnavailableException {
        Json given = route.arguments(next.request().arguments()).orElse(Json.EMPTY_OBJECT);
        PolicyPipeline policy = route.bundle().policy();
        return switch (policy.judgeAgain(
                next.facts(route), next.operation(route, given), switches.get(), next.approved())) {
            case Permit permit -> new Turn.Again(next, permit, start);
            case Answered _ -> throw new IllegalStateException("only what begins a call can have been answered before");
            case Refusal refusal -> {
                line.hangUp(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
                records.refused(next, refusal.word(), refusal.reason(), refusal.findings());
                yield new Turn.Over(Verdict.refused(next.verb(), refusal));
            }
        };
    }

    /** A question that was asked upstream and cannot be recorded is asked of nobody. */
    private Verdict unrecorded(Itinerary trip, boolean asked) {
        line.hangUp(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
        if (asked && !suspensions.abandon(trip.subject().call(), UpstreamCall.Reason.CANCELLED_BY_CLIENT)) {
            records.abandoned(
                    trip.subject().call(),
                    trip.subject().round(),
                    trip.subject().bundle(),
                    "cancelled");
        }
        return Verdict.AUDIT_UNAVAILABLE;
    }
}
