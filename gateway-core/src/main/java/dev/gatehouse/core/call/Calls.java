package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.ToolScopes;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Answered;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.policy.Ruling;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.Upstreams;
import dev.gatehouse.core.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * A request that goes to an upstream: resumed or begun, routed, judged, done. A retry takes the same road as the first
 * round, on the configuration of today.
 */
final class Calls {
    private final Routes routes;
    private final TaskIds tasks;
    private final Records records;
    private final Suspensions suspensions;
    private final HeldCalls held;
    private final Supplier<KillSwitches> switches;
    private final RunningCalls running;
    private final Upstreams upstreams;
    private final CallIds ids;
    private final Clocks clocks;
    private final CallObserver observer;

    Calls(
            Views views,
            TaskIds tasks,
            Records records,
            Suspensions suspensions,
            HeldCalls held,
            Supplier<KillSwitches> switches,
            Upstreams upstreams,
            CallIds ids,
            Clocks clocks,
            CallObserver observer) {
        this.routes = new Routes(views, tasks);
        this.tasks = tasks;
        this.records = records;
        this.suspensions = suspensions;
        this.held = held;
        this.switches = switches;
        this.running = new RunningCalls(switches);
        this.upstreams = upstreams;
        this.ids = ids;
        this.clocks = clocks;
        this.observer = observer;
    }

    Reply handle(Arrival arrival, McpRequest.Targeted request, Exchange exchange) {
        return handle(arrival, request, exchange, ids.next()).reply();
    }

    /** @param fresh the id it gets if it is a call of its own, and no later round of one */
    Verdict handle(Arrival arrival, McpRequest.Targeted request, Exchange exchange, CallId fresh) {
        long started = clocks.nanoTime();
        Optional<Route> route = routes.find(arrival.admitted(), request);
        Suspensions.Resumption resumption = suspensions.resume(arrival.admitted(), request);
        Itinerary trip = itinerary(arrival, request, route, resumption, exchange, fresh);
        Verdict verdict = travel(trip, resumption, exchange);
        observer.observed(trip.subject(), verdict.word(), Duration.ofNanos(clocks.nanoTime() - started));
        return verdict;
    }

    private Itinerary itinerary(
            Arrival arrival,
            McpRequest.Targeted request,
            Optional<Route> route,
            Suspensions.Resumption resumption,
            Exchange exchange,
            CallId fresh) {
        if (resumption instanceof Suspensions.Resumption.Resumed resumed) {
            RequestStates.Suspended state = resumed.state();
            return Itinerary.of(
                    arrival,
                    request,
                    route,
                    state.call(),
                    state.round(),
                    resumed.answers(),
                    state.approved(),
                    exchange.asking());
        }
        // Answers to what an upstream asks without leaving a state come along with what looks like a first round.
        Map<String, Json> answers = resumption instanceof Suspensions.Resumption.Held(var given)
                ? given
                : request.retry().responses();
        return Itinerary.of(arrival, request, route, fresh, 0, answers, Set.of(), exchange.asking());
    }

    /** What keeps a resumed call from going on also ends what it left upstream. */
    private Verdict travel(Itinerary trip, Suspensions.Resumption resumption, Exchange exchange) {
        Start start = resumption instanceof Suspensions.Resumption.Resumed resumed ? resumed.start() : new Start.Open();
        return switch (cleared(trip, resumption)) {
            case Clearance.Cleared(Route route, Permit permit) -> {
                try {
                    yield rounds(trip, route, exchange, start).run(trip, permit, start);
                } finally {
                    // What a round took is settled at its end; this is for one that never got as far as beginning.
                    permit.settle(Settlement.NOT_SENT);
                }
            }
            case Clearance.Stopped(Verdict verdict) -> {
                start.standing().ifPresent(Calls::cancel);
                yield verdict;
            }
        };
    }

    /** See {@link CallPath#evict}. */
    void evict(BiPredicate<Principal, ServerName> mayStay) {
        running.evict(mayStay);
    }

    private sealed interface Clearance {
        record Cleared(Route route, Permit permit) implements Clearance {}

        /** Recorded as such. */
        record Stopped(Verdict verdict) implements Clearance {}
    }

    private Clearance cleared(Itinerary trip, Suspensions.Resumption resumption) {
        try {
            return switch (resumption) {
                case Suspensions.Resumption.Fresh _, Suspensions.Resumption.Held _ -> cleared(trip);
                case Suspensions.Resumption.Refused refused -> badState(trip, refused);
                case Suspensions.Resumption.Resumed resumed -> {
                    boolean elsewhere = trip.route()
                            .filter(route -> !resumed.state().leadsTo(route.target()))
                            .isPresent();
                    yield elsewhere
                            ? badState(trip, new Suspensions.Resumption.Refused("the name leads elsewhere now"))
                            : cleared(trip);
                }
            };
        } catch (AuditUnavailableException e) {
            return new Clearance.Stopped(Verdict.AUDIT_UNAVAILABLE);
        }
    }

    private Clearance cleared(Itinerary trip) throws AuditUnavailableException {
        Optional<String> scope = ToolScopes.lacking(
                trip.arrival().admitted().principal(), trip.verb() == Verb.CALL ? ToolScopes.EXECUTE : ToolScopes.READ);
        return scope.isPresent()
                ? stopped(trip, "needs_scope", scope.get(), Verdict.needsScope(Set.of(scope.get()), ""))
                : routed(trip);
    }

    private Clearance routed(Itinerary trip) throws AuditUnavailableException {
        if (trip.route().isEmpty()) {
            return stopped(trip, "unknown", whyUnknown(trip), Verdict.unknown(trip.request()));
        }
        Route route = trip.route().get();
        Optional<String> contradiction =
                trip.arrival().params().contradiction(route.entry().repeated());
        if (contradiction.isPresent()) {
            Reply reply = new Reply.Failed(FailureCode.HEADER_MISMATCH, contradiction.get());
            return stopped(trip, "header_mismatch", contradiction.get(), new Verdict("header_mismatch", reply));
        }
        Optional<Json> given = route.arguments(trip.request().arguments());
        if (given.isEmpty()) {
            Reply reply = Ending.told(trip.verb(), FailureCode.INVALID_PARAMS, Wording.BAD_ARGUMENTS);
            return stopped(trip, "bad_arguments", Wording.BAD_ARGUMENTS, new Verdict("bad_arguments", reply));
        }
        return switch (judge(trip, route, given.get())) {
            case Refusal refusal -> {
                records.refused(trip, refusal.word(), refusal.reason(), refusal.findings());
                yield new Clearance.Stopped(
                        held.asked(trip, refusal).orElseGet(() -> Verdict.refused(trip.verb(), refusal)));
            }
            case Answered answered -> {
                records.refused(trip, Answered.WORD, answered.reason(), answered.findings());
                yield new Clearance.Stopped(new Verdict(Answered.WORD, route.shown(trip.request(), answered.reply())));
            }
            case Permit permit -> new Clearance.Cleared(route, permit);
        };
    }

    private static String whyUnknown(Itinerary trip) {
        if (trip.subject().bundle().isPresent()) {
            return "unknown or hidden name";
        }
        Admission.Admitted admitted = trip.arrival().admitted();
        return admitted.revision()
                .missingBundle(admitted.principal())
                .map(bundle -> "bundle " + bundle + " is not in the configuration")
                .orElse("no bundle grants this server");
    }

    private Clearance badState(Itinerary trip, Suspensions.Resumption.Refused refused)
            throws AuditUnavailableException {
        Reply reply = new Reply.Failed(refused.code(), refused.told());
        return stopped(trip, "bad_state", refused.reason(), new Verdict("bad_state", reply));
    }

    private Clearance stopped(Itinerary trip, String kind, String reason, Verdict verdict)
            throws AuditUnavailableException {
        records.refused(trip, kind, reason, List.of());
        return new Clearance.Stopped(verdict);
    }

    private Ruling judge(Itinerary trip, Route route, Json given) {
        PolicyPipeline policy = route.bundle().policy();
        return trip.isCharged()
                ? policy.judge(trip.facts(route), trip.operation(route, given), switches.get())
                : policy.judgeAgain(trip.facts(route), trip.operation(route, given), switches.get(), trip.approved());
    }

    private Rounds rounds(Itinerary trip, Route route, Exchange exchange, Start start) {
        Notices notices = new Notices(
                trip.request().meta(), route.target().upstream(), route.bundle().screen());
        Line line = new Line(upstreams, suspensions, tasks, route, exchange, notices);
        start.standing().ifPresent(line::adopt);
        return new Rounds(records, suspensions, switches, running, clocks, route, exchange, line);
    }

    private static void cancel(UpstreamCall call) {
        try (call) {
            call.cancel(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
        }
    }
}
