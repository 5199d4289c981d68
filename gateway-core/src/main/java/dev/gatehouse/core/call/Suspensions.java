package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Calls between two requests of their client: what they leave behind when they ask, and whether a retry may go on with
 * it. A modern upstream keeps nothing open and is detached; a legacy one waits with its call parked here.
 */
final class Suspensions {
    private final RequestStates states;
    private final HeldCalls held;
    private final SpentRounds spent = new SpentRounds(ParkedCalls.WAIT_MAX);
    private final ParkedCalls parked;
    private final Clocks clocks;

    Suspensions(RequestStates states, HeldCalls held, ParkedCalls parked, Clocks clocks) {
        this.states = states;
        this.held = held;
        this.parked = parked;
        this.clocks = clocks;
    }

    /** What a request is, seen from the calls before it. */
    sealed interface Resumption {
        record Fresh() implements Resumption {}

        /**
         * Nothing was done yet, for somebody had to approve it: judged as if it came for the first time.
         *
         * @param answers what the client said besides
         */
        record Held(Map<String, Json> answers) implements Resumption {}

        record Resumed(RequestStates.Suspended state, Start start, Map<String, Json> answers) implements Resumption {}

        /** @param reason for the record; the client learns only {@code told} */
        record Refused(FailureCode code, String reason, String told) implements Resumption {
            Refused(String reason) {
                this(FailureCode.INVALID_PARAMS, reason, Wording.UNKNOWN_STATE);
            }
        }
    }

    /** Claims what the request goes on with; from a {@code Resumed} on, the call is the caller's to end. */
    Resumption resume(Admission.Admitted admitted, McpRequest.Targeted request) {
        Retry retry = request.retry();
        if (retry.state().isEmpty()) {
            return new Resumption.Fresh();
        }
        if (!retry.responses().values().stream().allMatch(Json::isObject)) {
            return new Resumption.Refused(FailureCode.INVALID_PARAMS, "malformed answers", Wording.NOT_AN_ANSWER);
        }
        if (held.isHeld(retry.state().get(), admitted, request)) {
            return new Resumption.Held(HeldCalls.others(retry.responses()));
        }
        Optional<RequestStates.Suspended> state = states.open(retry.state().get(), admitted, request);
        if (state.isEmpty()) {
            return new Resumption.Refused("a state altered, foreign, or of an earlier process");
        }
        if (state.get().until().isOver(clocks.nanoTime())) {
            return new Resumption.Refused("an expired state");
        }
        return switch (spent.spend(state.get().call(), state.get().round(), clocks.nanoTime())) {
            case SEEN_BEFORE -> new Resumption.Refused("a replayed state");
            case FULL ->
                new Resumption.Refused(FailureCode.OVERLOADED, "too many rounds begun", Wording.TOO_MUCH_UNDER_WAY);
            case SPENT -> claimed(state.get(), retry.responses());
        };
    }

    private Resumption claimed(RequestStates.Suspended state, Map<String, Json> responses) {
        if (state.upstreamState().isPresent()) {
            return new Resumption.Resumed(
                    state, new Start.Reopen(state.upstreamState().get()), responses);
        }
        return parked.claim(state.call())
                .<Resumption>map(
                        found -> new Resumption.Resumed(state, start(found, responses), asked(found, responses)))
                .orElseGet(() -> new Resumption.Refused("a call that waits no longer"));
    }

    private static Start start(ParkedCalls.Parked found, Map<String, Json> responses) {
        List<InputRequest> unanswered = found.requests().stream()
                .filter(request -> !responses.containsKey(request.key()))
                .toList();
        return unanswered.isEmpty() ? new Start.Answer(found.call()) : new Start.AskAgain(found.call(), unanswered);
    }

    /** Answers to what nobody asked are ignored. */
    private static Map<String, Json> asked(ParkedCalls.Parked found, Map<String, Json> responses) {
        return found.requests().stream()
                .map(InputRequest::key)
                .filter(responses::containsKey)
                .collect(Collectors.toUnmodifiableMap(key -> key, responses::get));
    }

    /** Keeps the call until its client comes back. False when there is no room; the call stays the caller's. */
    boolean park(Itinerary trip, UpstreamCall call, List<InputRequest> requests) {
        return parked.park(trip.subject(), call, requests);
    }

    /** Ends a call that waits for its client, if one may be ended for the sake of a call that finds no room upstream. */
    void makeRoom(Itinerary trip, Target target, int held) {
        parked.makeRoom(target.upstream(), trip.subject().principal(), held);
    }

    /** What the client has to bring with its answers. */
    String ticket(Itinerary trip, Permit permit, Optional<String> upstreamState) {
        Target target = permit.operation().target();
        Deadline until = Deadline.in(ParkedCalls.WAIT_MAX, clocks.nanoTime());
        var suspended = new RequestStates.Suspended(
                trip.subject().call(),
                trip.subject().round() + 1,
                until,
                target.upstream(),
                target.upstreamName(),
                upstreamState,
                permit.approved());
        return states.seal(suspended, trip.admitted(), trip.request());
    }

    /** The client will never see the question. False for a call that is not parked, and so needs nothing. */
    boolean abandon(CallId call, UpstreamCall.Reason reason) {
        return parked.abandon(call, reason, "cancelled");
    }
}
