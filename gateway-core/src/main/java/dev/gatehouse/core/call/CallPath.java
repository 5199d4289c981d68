package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.audit.PayloadRecorder;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The road: route, judge, perform, record. Every call takes it and no other leads to an upstream. Each step takes a
 * value and returns the next; nothing here knows of sockets, eras or statuses.
 */
public final class CallPath {
    /** How long a refusal or an outcome may take to become durable before the caller gets 503 instead. */
    static final Duration DURABLE_WAIT_MAX = Duration.ofSeconds(5);

    private final AuditJournal journal;
    private final Views views;
    private final Performance performance;
    private final CallIds ids;
    private final Clocks clocks;
    private final CallObserver observer;

    public CallPath(
            AuditJournal journal,
            Catalog catalog,
            Upstreams upstreams,
            CallIds ids,
            Clocks clocks,
            CallObserver observer) {
        this.journal = journal;
        this.views = new Views(catalog);
        this.performance = new Performance(journal, upstreams, clocks);
        this.ids = ids;
        this.clocks = clocks;
        this.observer = observer;
    }

    /** Answers one request. Blocks until the answer may leave; never throws for what a client or an upstream did. */
    public Reply handle(Arrival arrival, Exchange exchange) {
        return switch (arrival.request()) {
            case McpRequest.Discover _ -> discover(arrival);
            case McpRequest.PrimitiveList list -> list(arrival, list);
            case McpRequest.PromptGet _,
                    McpRequest.ResourceRead _,
                    McpRequest.Complete _,
                    McpRequest.Subscribe _,
                    McpRequest.Unsubscribe _,
                    McpRequest.Listen _ -> new Reply.Failed(FailureCode.METHOD_NOT_FOUND, "Method not found");
            case McpRequest.ToolCall call -> call(Itinerary.of(arrival, call, route(arrival, call), ids), exchange);
        };
    }

    private Reply call(Itinerary trip, Exchange exchange) {
        long started = clocks.nanoTime();
        Verdict verdict = judgeAndPerform(trip, exchange);
        observer.observed(trip.subject(), verdict.word(), Duration.ofNanos(clocks.nanoTime() - started));
        return verdict.reply();
    }

    /** Unknown tools, hidden tools and callers without a bundle all get the same answer. */
    private Optional<Route> route(Arrival arrival, McpRequest.ToolCall call) {
        Admission.Admitted admitted = arrival.admitted();
        return admitted.revision()
                .governing(admitted.principal(), admitted.server().name())
                .flatMap(bundle -> views.of(admitted.server())
                        .find(call.name())
                        .filter(tool -> shows(bundle, admitted, tool))
                        .map(tool -> new Route(bundle, tool)));
    }

    private Verdict judgeAndPerform(Itinerary trip, Exchange exchange) {
        if (trip.route().isEmpty()) {
            return refuseUnknown(trip);
        }
        Route route = trip.route().get();
        Optional<String> contradiction =
                trip.arrival().params().contradiction(route.tool().repeated());
        if (contradiction.isPresent()) {
            return refuseMismatch(trip, route, contradiction.get());
        }
        CallFacts facts = trip.facts(route);
        Operation operation = trip.operation(route);
        return switch (route.bundle().policy().judge(facts, operation)) {
            case Refusal refusal -> refuse(trip, route, refusal);
            case Permit permit -> performance.perform(trip, route, permit, exchange);
        };
    }

    private Verdict refuse(Itinerary trip, Route route, Refusal refusal) {
        String kind = refusal.kind().name().toLowerCase(Locale.ROOT);
        Payload arguments =
                PayloadRecorder.record(trip.arguments(), route.bundle().audit().payloads());
        var event = new AuditEvent.CallRefused(
                clocks.now(), trip.subject(), kind, refusal.reason(), refusal.findings(), arguments);
        return recorded(event)
                ? new Verdict("refused_" + kind, Reply.Complete.toolError(Wording.refused(refusal)))
                : Verdict.AUDIT_UNAVAILABLE;
    }

    private Verdict refuseMismatch(Itinerary trip, Route route, String contradiction) {
        Payload arguments =
                PayloadRecorder.record(trip.arguments(), route.bundle().audit().payloads());
        var event = new AuditEvent.CallRefused(
                clocks.now(), trip.subject(), "header_mismatch", contradiction, List.of(), arguments);
        return recorded(event)
                ? new Verdict("header_mismatch", new Reply.Failed(FailureCode.HEADER_MISMATCH, contradiction))
                : Verdict.AUDIT_UNAVAILABLE;
    }

    private Verdict refuseUnknown(Itinerary trip) {
        Payload arguments = PayloadRecorder.record(trip.arguments(), AuditSettings.DEFAULT.payloads());
        String reason = trip.subject().bundle().isPresent() ? "unknown or hidden tool" : "no bundle grants this server";
        var event = new AuditEvent.CallRefused(clocks.now(), trip.subject(), "unknown", reason, List.of(), arguments);
        return recorded(event)
                ? new Verdict("unknown_tool", new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_TOOL))
                : Verdict.AUDIT_UNAVAILABLE;
    }

    private Reply list(Arrival arrival, McpRequest.PrimitiveList list) {
        if (list.cursor().isPresent()) {
            return new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_CURSOR);
        }
        Admission.Admitted admitted = arrival.admitted();
        ArrayWriter tools = Json.array();
        int shown = 0;
        Optional<Bundle> bundle = admitted.revision()
                .governing(admitted.principal(), admitted.server().name());
        if (bundle.isPresent()) {
            for (PublishedTool tool : views.of(admitted.server()).tools()) {
                if (shows(bundle.get(), admitted, tool)) {
                    tools.add(tool.published().json());
                    shown++;
                }
            }
        }
        CallSubject subject = Itinerary.subject(arrival, "", bundle, ids.next());
        return recorded(new AuditEvent.Listed(clocks.now(), subject, shown))
                ? new Reply.Complete(Json.object().put("tools", tools.build()).build())
                : Verdict.AUDIT_UNAVAILABLE.reply();
    }

    /** Capabilities are what this gateway carries; the face adds versions, server info and cache hints. */
    private Reply discover(Arrival arrival) {
        Json capabilities = Json.object()
                .put("tools", Json.object().put("listChanged", false).build())
                .build();
        ObjectWriter result = Json.object().put("capabilities", capabilities);
        String instructions = arrival.admitted().server().instructions();
        if (!instructions.isEmpty()) {
            result.put("instructions", instructions);
        }
        return new Reply.Complete(result.build());
    }

    private static boolean shows(Bundle bundle, Admission.Admitted admitted, PublishedTool tool) {
        ListFacts facts = new ListFacts(bundle.name(), admitted.server().name(), admitted.principal());
        return bundle.policy().shows(facts, tool.target(), tool.upstream());
    }

    private boolean recorded(AuditEvent event) {
        try {
            journal.append(event).awaitDurable(DURABLE_WAIT_MAX);
            return true;
        } catch (AuditUnavailableException e) {
            return false;
        }
    }
}
