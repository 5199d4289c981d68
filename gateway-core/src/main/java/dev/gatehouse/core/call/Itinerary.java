package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Bundle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One round of a request to an upstream, with its route, if it has one, and the subject all its records repeat.
 *
 * @param answers what the client says to the questions of the round before, or to ones it expects
 * @param approved the rules whose approval an earlier round of the call got
 * @param asking how the client can be asked in this round
 */
record Itinerary(
        Admission.Admitted admitted,
        Arrival arrival,
        McpRequest.Targeted request,
        Optional<Route> route,
        CallSubject subject,
        Map<String, Json> answers,
        Set<StageId> approved,
        Exchange.Asking asking,
        Deadline deadline) {

    static Itinerary of(
            Arrival arrival,
            McpRequest.Targeted request,
            Optional<Route> route,
            CallId call,
            int round,
            Map<String, Json> answers,
            Set<StageId> approved,
            Exchange.Asking asking) {
        Admission.Admitted admitted = arrival.admitted();
        Optional<Bundle> bundle = route.map(Route::bundle).or(admitted::governing);
        CallSubject subject = subject(arrival, request, request.name(), route.map(Route::target), bundle, call);
        boolean asks = switch (verb(request)) {
            case CALL, GET, READ -> true;
            case COMPLETE, SUBSCRIBE, GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> false;
        };
        return new Itinerary(
                admitted,
                arrival,
                request,
                route,
                round == 0 ? subject : subject.inRound(round),
                answers,
                approved,
                asks ? asking : Exchange.Asking.NEVER,
                arrival.deadline());
    }

    static CallSubject subject(
            Arrival arrival,
            McpRequest request,
            String requested,
            Optional<Target> target,
            Optional<Bundle> bundle,
            CallId call) {
        Admission.Admitted admitted = arrival.admitted();
        RequestMeta meta = request.meta();
        return new CallSubject(
                call,
                0,
                request.method(),
                requested,
                target,
                admitted.server().name(),
                bundle.map(Bundle::name),
                admitted.principal(),
                admitted.revision().ownerOf(admitted.principal()),
                meta.version(),
                meta.clientInfo(),
                meta.session(),
                meta.traceParent(),
                admitted.peer());
    }

    /** The round after this one, in the same exchange. */
    Itinerary next(Map<String, Json> given, Set<StageId> approvedBefore, Deadline until) {
        return new Itinerary(
                admitted,
                arrival,
                request,
                route,
                subject.inRound(subject.round() + 1),
                given,
                approvedBefore,
                asking,
                until);
    }

    Operation.Verb verb() {
        return verb(request);
    }

    /** What a call takes is taken in its first round; what is done to its task belongs to that. */
    boolean isCharged() {
        return subject.round() == 0 && !verb().isOnTask();
    }

    CallFacts facts(Route found) {
        return new CallFacts(
                subject.call(),
                subject.round(),
                found.bundle().name(),
                admitted.server().name(),
                found.entry().upstream(),
                admitted.principal(),
                arrival.receivedAt(),
                deadline);
    }

    /** @param given the arguments in the upstream's words */
    Operation operation(Route found, Json given) {
        RequestMeta meta = request.meta().with(declared(found));
        return new Operation(verb(), found.target(), given, answers, meta);
    }

    /**
     * No more is declared upstream than this exchange can ask, and than what comes of it can be carried: a tool behind
     * another face shapes its result by arguments that a task does not keep.
     */
    private ClientCapabilities declared(Route found) {
        ClientCapabilities said = request.meta().capabilities();
        boolean isCall = verb() == Operation.Verb.CALL && found.entry().facet().isEmpty();
        boolean asks = asking != Exchange.Asking.NEVER || verb().isOnTask();
        return (asks ? said : ClientCapabilities.NONE).withTasks(said.tasks() && (isCall || verb().isOnTask()));
    }

    /** What this round adds: the arguments in the first, answers in later ones, both where both come at once. */
    Json payload(Json judgedArguments) {
        if (subject.round() == 0 && answers.isEmpty()) {
            return judgedArguments;
        }
        var given = Json.object();
        answers.forEach(given::put);
        return subject.round() > 0
                ? given.build()
                : Json.object()
                        .put("arguments", judgedArguments)
                        .put("inputResponses", given.build())
                        .build();
    }

    private static Operation.Verb verb(McpRequest.Targeted request) {
        return switch (request) {
            case McpRequest.ToolCall _ -> Operation.Verb.CALL;
            case McpRequest.PromptGet _ -> Operation.Verb.GET;
            case McpRequest.ResourceRead _ -> Operation.Verb.READ;
            case McpRequest.Complete _ -> Operation.Verb.COMPLETE;
            case McpRequest.Subscribe _ -> Operation.Verb.SUBSCRIBE;
            case McpRequest.TaskGet _ -> Operation.Verb.GET_TASK;
            case McpRequest.TaskUpdate _ -> Operation.Verb.UPDATE_TASK;
            case McpRequest.TaskCancel _ -> Operation.Verb.CANCEL_TASK;
            case McpRequest.TaskWatch _ -> Operation.Verb.WATCH_TASK;
        };
    }
}
