package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.audit.PayloadRecorder;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.Upstreams;
import java.time.Duration;
import java.util.Optional;

/**
 * Does what a permit allows: intent recorded, sent, awaited, screened, outcome recorded. The order is the promise: no
 * call goes upstream before its intent is written, no answer leaves before its outcome is durable.
 */
final class Performance {
    private final AuditJournal journal;
    private final Upstreams upstreams;
    private final Clocks clocks;

    Performance(AuditJournal journal, Upstreams upstreams, Clocks clocks) {
        this.journal = journal;
        this.upstreams = upstreams;
        this.clocks = clocks;
    }

    Verdict perform(Itinerary trip, Route route, Permit permit, Exchange exchange) {
        long started = clocks.nanoTime();
        Settlement settlement = Settlement.NOT_SENT;
        try {
            recordIntent(trip, route, permit);
            settlement = Settlement.UNKNOWN;
            Ending ending = endingOf(route, permit, exchange);
            settlement = ending.settlement();
            recordOutcome(route, permit, ending, Duration.ofNanos(clocks.nanoTime() - started));
            exchange.onUndelivered(() -> recordNotDelivered(permit.facts()));
            return ending.verdict();
        } catch (AuditUnavailableException e) {
            return Verdict.AUDIT_UNAVAILABLE;
        } finally {
            permit.settle(settlement);
        }
    }

    /** A bug below this line ends the call like any other: with an outcome. */
    private Ending endingOf(Route route, Permit permit, Exchange exchange) {
        try {
            return Ending.of(send(permit, exchange), permit, route.bundle().screen());
        } catch (RuntimeException | StackOverflowError e) {
            return Ending.failed(e);
        }
    }

    private UpstreamReply send(Permit permit, Exchange exchange) {
        Optional<Upstream> upstream = upstreams.find(permit.operation().target().upstream());
        if (upstream.isEmpty()) {
            return new UpstreamReply.Lost(UpstreamReply.Cause.UNAVAILABLE, false, "upstream is not configured");
        }
        CrashPoint.BEFORE_UPSTREAM_SEND.reached();
        UpstreamCall call = upstream.get().open(permit);
        // The reply is made of what the call holds.
        exchange.onOver(call::close);
        CrashPoint.AFTER_UPSTREAM_SEND.reached();
        exchange.onCancel(() -> call.cancel(UpstreamCall.Reason.CLIENT_GONE));
        return pull(call, permit, exchange);
    }

    private static UpstreamReply pull(UpstreamCall call, Permit permit, Exchange exchange) {
        while (true) {
            switch (call.next(permit.facts().deadline())) {
                case UpstreamEvent.Done done -> {
                    CrashPoint.AFTER_REPLY.reached();
                    return done.reply();
                }
                case UpstreamEvent.Noticed noticed -> exchange.send(noticed.notice());
                case UpstreamEvent.Asked _ -> {
                    // No client capability is declared upstream, so a server that asks all the same is told no.
                    call.cancel(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
                    return new UpstreamReply.Complete(
                            Reply.Complete.toolError(Wording.NEEDS_ANSWER).result());
                }
            }
        }
    }

    private void recordIntent(Itinerary trip, Route route, Permit permit) throws AuditUnavailableException {
        Payload arguments = PayloadRecorder.record(permit.operation().arguments(), mode(route));
        journal.append(new AuditEvent.CallAttempted(clocks.now(), trip.subject(), permit.findings(), arguments))
                .awaitWritten();
    }

    private void recordOutcome(Route route, Permit permit, Ending ending, Duration duration)
            throws AuditUnavailableException {
        var event = new AuditEvent.CallCompleted(
                clocks.now(),
                permit.facts().call(),
                permit.facts().round(),
                Optional.of(route.bundle().name()),
                ending.outcome(),
                ending.detail(),
                duration,
                ending.findings(),
                ending.outcome() == Outcome.FAILED
                        ? Optional.empty()
                        : ending.recordable().map(json -> PayloadRecorder.record(json, mode(route))));
        journal.append(event).awaitDurable(CallPath.DURABLE_WAIT_MAX);
    }

    private void recordNotDelivered(CallFacts facts) {
        try {
            var _ = journal.append(
                    new AuditEvent.NotDelivered(clocks.now(), facts.call(), facts.round(), "the client had left"));
        } catch (AuditUnavailableException e) {
            // The outcome is durable and nobody waits for this; a journal that takes nothing is told by readiness.
        }
    }

    private static PayloadMode mode(Route route) {
        return route.bundle().audit().payloads();
    }
}
