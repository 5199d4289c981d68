package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.audit.PayloadRecorder;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the road records, and how firmly: an intent is written, whatever a client is told of is durable. */
final class Records {
    /** How long a refusal or an outcome may take to become durable before the caller gets 503 instead. */
    static final Duration DURABLE_WAIT_MAX = Duration.ofSeconds(5);

    private final AuditJournal journal;
    private final Clocks clocks;

    Records(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
    }

    void intent(Itinerary trip, Permit permit) throws AuditUnavailableException {
        Payload payload = PayloadRecorder.record(trip.payload(permit.operation().arguments()), mode(trip));
        List<Finding> findings = permit.findings();
        if (!trip.answers().isEmpty()) {
            findings = new ArrayList<>(findings);
            findings.addAll(Questions.findings(trip.answers()));
        }
        journal.append(new AuditEvent.CallAttempted(clocks.now(), trip.subject(), findings, payload))
                .awaitWritten();
    }

    void outcome(Itinerary trip, Ending ending, Duration duration) throws AuditUnavailableException {
        var event = new AuditEvent.CallCompleted(
                clocks.now(),
                trip.subject().call(),
                trip.subject().round(),
                trip.subject().bundle(),
                ending.outcome(),
                ending.detail(),
                duration,
                ending.findings(),
                ending.outcome() == Outcome.FAILED
                        ? Optional.empty()
                        : ending.recordable().map(json -> PayloadRecorder.record(json, mode(trip))),
                Optional.of(trip.subject().principal().subject()));
        durable(event);
    }

    void refused(Itinerary trip, String kind, String reason, List<Finding> findings) throws AuditUnavailableException {
        Payload payload = PayloadRecorder.record(trip.payload(trip.request().arguments()), mode(trip));
        durable(new AuditEvent.CallRefused(clocks.now(), trip.subject(), kind, reason, findings, payload));
    }

    /** What has no arguments. */
    void refused(CallSubject subject, String kind, String reason) throws AuditUnavailableException {
        Payload none = PayloadRecorder.record(Json.EMPTY_OBJECT, AuditSettings.DEFAULT.payloads());
        durable(new AuditEvent.CallRefused(clocks.now(), subject, kind, reason, List.of(), none));
    }

    void durable(AuditEvent event) throws AuditUnavailableException {
        journal.append(event).awaitDurable(DURABLE_WAIT_MAX);
    }

    void notDelivered(CallId call, int round) {
        whenPossible(new AuditEvent.NotDelivered(clocks.now(), call, round, "the client had left"));
    }

    void abandoned(CallId call, int round, Optional<BundleName> bundle, String reason) {
        whenPossible(new AuditEvent.CallAbandoned(clocks.now(), call, round, bundle, reason));
    }

    void shownOut(Principal principal, ServerName server, String what) {
        whenPossible(new AuditEvent.ShownOut(clocks.now(), server, principal.subject(), principal.clientId(), what));
    }

    void sessionEnded(String session, Principal principal, ServerName server, String how) {
        whenPossible(new AuditEvent.SessionEnded(
                clocks.now(), session, server, principal.subject(), principal.clientId(), how));
    }

    private void whenPossible(AuditEvent event) {
        try {
            var _ = journal.append(event);
        } catch (AuditUnavailableException e) {
            // Nobody waits for this; a journal that takes nothing is told by readiness.
        }
    }

    private static PayloadMode mode(Itinerary trip) {
        return trip.route().map(route -> route.bundle().audit().payloads()).orElse(AuditSettings.DEFAULT.payloads());
    }
}
