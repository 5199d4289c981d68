package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.view.Introduction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The beginning of streams of changes, and the end of subscriptions. */
final class Streams {
    private final Calls calls;
    private final Supplier<KillSwitches> switches;
    private final Records records;
    private final CallIds ids;
    private final Clocks clocks;

    Streams(Calls calls, Supplier<KillSwitches> switches, Records records, CallIds ids, Clocks clocks) {
        this.calls = calls;
        this.switches = switches;
        this.records = records;
        this.ids = ids;
        this.clocks = clocks;
    }

    /** Each resource and each task takes the road by itself; what is refused or fails is left out of the answer. */
    Reply listen(Arrival arrival, McpRequest.Listen listen, Introduction introduction, Exchange exchange) {
        Admission.Admitted admitted = arrival.admitted();
        Optional<KillSwitch> thrown =
                admitted.governing().flatMap(bundle -> switches.get().stopping(admitted.principal(), bundle.name()));
        return thrown.isPresent()
                ? refused(arrival, listen, thrown.get())
                : begun(arrival, listen, introduction, exchange);
    }

    private Reply refused(Arrival arrival, McpRequest.Listen listen, KillSwitch thrown) {
        try {
            records.refused(subject(arrival, listen, ""), "denied", thrown.told());
            return new Reply.Failed(FailureCode.DENIED, Wording.denied(thrown.told()));
        } catch (AuditUnavailableException e) {
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
    }

    private Reply begun(Arrival arrival, McpRequest.Listen listen, Introduction introduction, Exchange exchange) {
        List<Watched> watched = watched(
                arrival, listen.uris().stream().map(uri -> new McpRequest.Subscribe(uri, listen.meta())), exchange);
        List<Watched> tasks = watched(
                arrival, listen.tasks().stream().map(id -> new McpRequest.TaskWatch(id, listen.meta())), exchange);
        Set<Primitive> honoured = EnumSet.noneOf(Primitive.class);
        listen.lists().stream().filter(introduction::has).forEach(honoured::add);
        try {
            int all = watched.size() + tasks.size();
            records.durable(new AuditEvent.Listening(clocks.now(), subject(arrival, listen, ""), all));
            return new Reply.Listening(honoured, watched, tasks);
        } catch (AuditUnavailableException e) {
            new Reply.Listening(honoured, watched, tasks).release();
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
    }

    private List<Watched> watched(Arrival arrival, Stream<? extends McpRequest.Targeted> requests, Exchange exchange) {
        List<Watched> watched = new ArrayList<>();
        requests.forEach(request -> {
            if (calls.handle(arrival, request, new Unspoken(exchange)) instanceof Reply.Subscribed(Watched one)) {
                watched.add(one);
            }
        });
        return watched;
    }

    Reply unsubscribe(Arrival arrival, McpRequest.Unsubscribe unsubscribe) {
        try {
            CallSubject subject = subject(arrival, unsubscribe, unsubscribe.name());
            records.durable(new AuditEvent.Unsubscribed(clocks.now(), subject));
            return new Reply.Complete(Json.EMPTY_OBJECT);
        } catch (AuditUnavailableException e) {
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
    }

    /** A part of an exchange that says nothing itself; who ends the stream gives back what it watched. */
    private record Unspoken(Exchange whole) implements Exchange {
        @Override
        public Asking asking() {
            return Asking.NEVER;
        }

        @Override
        public void send(Notice notice) {}

        @Override
        public Answers ask(List<InputRequest> requests, Deadline deadline) {
            return new Answers.Missing(Wording.NOBODY_ANSWERS);
        }

        @Override
        public void onCancel(Runnable action) {
            whole.onCancel(action);
        }

        /** What it holds is nothing that a stream would need later. */
        @Override
        public void onOver(Runnable action) {
            action.run();
        }

        @Override
        public void onUndelivered(Runnable action) {}
    }

    private CallSubject subject(Arrival arrival, McpRequest request, String requested) {
        return Itinerary.subject(
                arrival,
                request,
                requested,
                Optional.empty(),
                arrival.admitted().governing(),
                ids.next());
    }
}
