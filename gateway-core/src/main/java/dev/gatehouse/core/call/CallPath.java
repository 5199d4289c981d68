package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.Upstreams;
import dev.gatehouse.core.view.Introduction;
import dev.gatehouse.core.view.Views;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The road: route, judge, perform, record. Every call takes it and no other leads to an upstream. Each step takes a
 * value and returns the next; nothing here knows of sockets, eras or statuses.
 */
public final class CallPath {
    private final Records records;
    private final Supplier<KillSwitches> switches;
    private final CallIds ids;
    private final Clocks clocks;
    private final ParkedCalls parked;
    private final Views views;
    private final Lists lists;
    private final Calls calls;
    private final Streams streams;

    public CallPath(
            AuditJournal journal,
            Catalog catalog,
            Upstreams upstreams,
            Sealer sealer,
            ParkedCalls parked,
            Supplier<KillSwitches> switches,
            CallIds ids,
            Clocks clocks,
            CallObserver observer) {
        this.switches = switches;
        this.ids = ids;
        this.clocks = clocks;
        this.parked = parked;
        records = new Records(journal, clocks);
        HeldCalls held = new HeldCalls(sealer, clocks);
        Suspensions suspensions = new Suspensions(new RequestStates(sealer, ids), held, parked, clocks);
        views = new Views(catalog);
        lists = new Lists(views, switches, new Cursors(sealer), records, ids, clocks);
        calls = new Calls(
                views, new TaskIds(sealer), records, suspensions, held, switches, upstreams, ids, clocks, observer);
        streams = new Streams(calls, switches, records, ids, clocks);
    }

    /** Answers one request. Blocks until the answer may leave; never throws for what a client or an upstream did. */
    public Reply handle(Arrival arrival, Exchange exchange) {
        Admission.Admitted admitted = arrival.admitted();
        return switch (arrival.request()) {
            case McpRequest.Discover discover -> discover(arrival, discover);
            case McpRequest.PrimitiveList list -> lists.handle(arrival, list);
            case McpRequest.OnTask onTask
            when !carriesTasks(admitted, onTask) ->
                new Reply.Failed(FailureCode.METHOD_NOT_FOUND, Wording.NO_SUCH_METHOD);
            case McpRequest.Targeted targeted -> calls.handle(arrival, targeted, exchange);
            case McpRequest.Unsubscribe unsubscribe -> streams.unsubscribe(arrival, unsubscribe);
            case McpRequest.Listen listen -> streams.listen(arrival, listen, introduction(admitted, listen), exchange);
        };
    }

    /**
     * Makes a call that nobody waits for: on the same road, judged and recorded like any other, and nobody can be asked
     * meanwhile. Blocks until it is over.
     *
     * @param call the id it is recorded under
     * @param heard is told how it ended; what it keeps of the reply it must copy
     */
    public void perform(
            Admission.Admitted admitted,
            McpRequest.Targeted request,
            CallId call,
            Deadline deadline,
            Consumer<Verdict> heard) {
        Arrival arrival = new Arrival(admitted, request, ParamCheck.NONE, clocks.now(), deadline);
        try (Unattended exchange = new Unattended()) {
            heard.accept(calls.handle(arrival, request, exchange, call));
        }
    }

    /**
     * A number that changes when this caller's list does: who is told that a list changed must see a change. Resources
     * and templates share one, as they share a notification.
     */
    public long fingerprint(Admission.Admitted admitted, ClientCapabilities declared, Primitive kind) {
        return lists.fingerprint(admitted, declared, kind);
    }

    /**
     * Ends the calls, under way or waiting, that are switched off or whose callers lost access; each is recorded. To be run
     * whenever that may have changed; may block.
     */
    public void evict(BiPredicate<Principal, ServerName> mayStay) {
        calls.evict(mayStay);
        parked.evict(switches.get(), mayStay);
    }

    /** Whether streams may tell of this: an upstream that is off says nothing, but that its lists are others may be told. */
    public boolean mayTell(Change change) {
        return change instanceof Change.Relisted || !switches.get().stops(change.upstream());
    }

    /** Records that a stream or a session ended because its principal lost access; waits for nothing. */
    public void shownOut(Principal principal, ServerName server, String what) {
        records.shownOut(principal, server, what);
    }

    /** Records that a legacy session ended before its time; waits for nothing. */
    public void sessionEnded(String session, Principal principal, ServerName server, String how) {
        records.sessionEnded(session, principal, server, how);
    }

    /** Capabilities are what this gateway carries; the face adds versions, server info and cache hints. */
    private Reply discover(Arrival arrival, McpRequest.Discover request) {
        if (request.meta().session().isPresent() && !isRecorded(arrival, request)) {
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
        Introduction introduction = introduction(arrival.admitted(), request);
        ObjectWriter result = Json.object().put("capabilities", introduction.capabilities());
        if (!introduction.instructions().isEmpty()) {
            result.put("instructions", introduction.instructions());
        }
        return new Reply.Complete(result.build());
    }

    /** The session that begins with it. */
    private boolean isRecorded(Arrival arrival, McpRequest.Discover request) {
        CallSubject subject = Itinerary.subject(
                arrival, request, "", Optional.empty(), arrival.admitted().governing(), ids.next());
        try {
            records.durable(new AuditEvent.SessionOpened(clocks.now(), subject));
            return true;
        } catch (AuditUnavailableException e) {
            return false;
        }
    }

    /** An extension that no upstream has is not there; who is granted nothing learns not even that. */
    private boolean carriesTasks(Admission.Admitted admitted, McpRequest request) {
        return admitted.governing().isEmpty()
                || introduction(admitted, request).carries(ClientCapabilities.TASKS_EXTENSION);
    }

    private Introduction introduction(Admission.Admitted admitted, McpRequest request) {
        return admitted.governing()
                .map(bundle -> views.of(admitted.server(), request.meta().capabilities())
                        .introduction(bundle.policy().guard()))
                .orElseGet(() -> Introduction.blank(admitted.server()));
    }
}
