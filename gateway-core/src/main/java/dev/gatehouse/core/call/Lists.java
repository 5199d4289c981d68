package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.ToolScopes;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.view.Shelf;
import dev.gatehouse.core.view.Views;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Lists, from memory: what this caller may see of what the upstreams offered when they were last asked. */
final class Lists {
    private final Views views;
    private final Supplier<KillSwitches> switches;
    private final Cursors cursors;
    private final Records records;
    private final CallIds ids;
    private final Clocks clocks;

    Lists(Views views, Supplier<KillSwitches> switches, Cursors cursors, Records records, CallIds ids, Clocks clocks) {
        this.views = views;
        this.switches = switches;
        this.cursors = cursors;
        this.records = records;
        this.ids = ids;
        this.clocks = clocks;
    }

    Reply handle(Arrival arrival, McpRequest.PrimitiveList list) {
        Admission.Admitted admitted = arrival.admitted();
        if (ToolScopes.lacking(admitted.principal(), ToolScopes.READ).isPresent()) {
            return refused(arrival, list);
        }
        Shelf shelf = shelf(admitted, list.meta().capabilities(), list.kind());
        Optional<Integer> page = list.cursor()
                .map(cursor -> cursors.open(cursor, admitted, list.kind(), shelf))
                .orElse(Optional.of(0));
        if (page.isEmpty()) {
            return new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_CURSOR);
        }
        CallSubject subject = Itinerary.subject(arrival, list, "", Optional.empty(), admitted.governing(), ids.next());
        try {
            records.durable(new AuditEvent.Listed(clocks.now(), subject, shelf.shown(), shelf.findings()));
        } catch (AuditUnavailableException e) {
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
        return new Reply.Listed(shelf.pages().get(page.get()), next(admitted, list.kind(), shelf, page.get() + 1));
    }

    private Reply refused(Arrival arrival, McpRequest.PrimitiveList list) {
        CallSubject subject = Itinerary.subject(
                arrival, list, "", Optional.empty(), arrival.admitted().governing(), ids.next());
        try {
            records.refused(subject, "needs_scope", ToolScopes.READ);
        } catch (AuditUnavailableException e) {
            return Verdict.AUDIT_UNAVAILABLE.reply();
        }
        return Verdict.needsScope(Set.of(ToolScopes.READ), "").reply();
    }

    /** Changes exactly when this caller's list does; resources and their templates are told of together. */
    long fingerprint(Admission.Admitted admitted, ClientCapabilities declared, Primitive kind) {
        return switch (kind) {
            case TOOL, PROMPT -> shelf(admitted, declared, kind).fingerprint();
            case RESOURCE, TEMPLATE ->
                31 * shelf(admitted, declared, Primitive.RESOURCE).fingerprint()
                        + shelf(admitted, declared, Primitive.TEMPLATE).fingerprint();
        };
    }

    private Shelf shelf(Admission.Admitted admitted, ClientCapabilities declared, Primitive kind) {
        KillSwitches thrown = switches.get();
        return admitted.governing()
                .filter(bundle ->
                        thrown.stopping(admitted.principal(), bundle.name()).isEmpty())
                .map(bundle -> views.of(admitted.server(), declared)
                        .shelf(
                                kind,
                                bundle.policy(),
                                new ListFacts(bundle.name(), admitted.server().name(), admitted.principal()),
                                thrown))
                .orElseGet(() -> Shelf.empty(kind));
    }

    private Optional<String> next(Admission.Admitted admitted, Primitive kind, Shelf shelf, int page) {
        return page < shelf.pages().size() ? Optional.of(cursors.seal(admitted, kind, shelf, page)) : Optional.empty();
    }
}
