package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Bundle;
import java.util.Optional;

/** One tool call with its route, if it has one, and the subject all its records repeat. */
record Itinerary(Arrival arrival, McpRequest.ToolCall request, Optional<Route> route, CallSubject subject) {

    static Itinerary of(Arrival arrival, McpRequest.ToolCall call, Optional<Route> route, CallIds ids) {
        Admission.Admitted admitted = arrival.admitted();
        Optional<Bundle> bundle = route.map(Route::bundle)
                .or(() -> admitted.revision()
                        .governing(admitted.principal(), admitted.server().name()));
        CallSubject bare = subject(arrival, call.name(), bundle, ids.next());
        CallSubject subject =
                route.map(found -> aimedAt(bare, found.tool().target())).orElse(bare);
        return new Itinerary(arrival, call, route, subject);
    }

    static CallSubject subject(Arrival arrival, String requested, Optional<Bundle> bundle, CallId call) {
        Admission.Admitted admitted = arrival.admitted();
        RequestMeta meta = arrival.request().meta();
        return new CallSubject(
                call,
                0,
                arrival.request().method(),
                requested,
                Optional.empty(),
                admitted.server().name(),
                bundle.map(Bundle::name),
                admitted.principal(),
                admitted.revision().ownerOf(admitted.principal()),
                meta.version(),
                meta.clientInfo(),
                meta.traceParent(),
                admitted.peer());
    }

    CallFacts facts(Route route) {
        BundleName bundle = route.bundle().name();
        Admission.Admitted admitted = arrival.admitted();
        return new CallFacts(
                subject.call(),
                subject.round(),
                bundle,
                admitted.server().name(),
                route.tool().upstream(),
                admitted.principal(),
                arrival.receivedAt(),
                arrival.deadline());
    }

    Operation operation(Route route) {
        return Operation.of(Operation.Verb.CALL, route.tool().target(), request.arguments(), request.meta());
    }

    Json arguments() {
        return request.arguments();
    }

    private static CallSubject aimedAt(CallSubject subject, Target target) {
        return new CallSubject(
                subject.call(),
                subject.round(),
                subject.method(),
                subject.requested(),
                Optional.of(target),
                subject.server(),
                subject.bundle(),
                subject.principal(),
                subject.owner(),
                subject.version(),
                subject.client(),
                subject.traceParent(),
                subject.peer());
    }
}
