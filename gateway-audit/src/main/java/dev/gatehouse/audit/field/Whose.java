package dev.gatehouse.audit.field;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.CallSubject;
import java.util.List;
import java.util.Optional;

/** Whom an event is about: under whose key its payload, or its before and after, goes. */
final class Whose {
    private static final List<String> ABOUT_SOMEBODY =
            List.of("user.", "role.", "owner.", "agent.", "kill.agent", "revive.agent");

    private Whose() {}

    /** Empty where an event has no payload, or nobody's. */
    static Optional<String> is(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallAttempted e -> Optional.of(subject(e.subject()));
            case AuditEvent.CallRefused e -> Optional.of(subject(e.subject()));
            case AuditEvent.CallCompleted e -> e.caller();
            case AuditEvent.Administered e ->
                Optional.of(isAboutSomebody(event) ? e.object() : People.nameOf(e.actor()));
            default -> Optional.empty();
        };
    }

    /** Whether the object of a change is a person or an agent. */
    static boolean isAboutSomebody(AuditEvent event) {
        return event instanceof AuditEvent.Administered change
                && ABOUT_SOMEBODY.stream().anyMatch(change.action()::startsWith);
    }

    /** Which field the payload of an event is: what answers a question goes with the arguments of the next round. */
    static AuditField payload(AuditEvent event, boolean questionsAreStricter) {
        return switch (event) {
            case AuditEvent.CallCompleted e when e.outcome() == AuditEvent.Outcome.ASKED -> AuditField.QUESTIONS;
            case AuditEvent.CallCompleted _ -> AuditField.RESULTS;
            case AuditEvent.CallAttempted e
            when e.subject().round() > 0 && questionsAreStricter -> AuditField.QUESTIONS;
            case AuditEvent.CallRefused e when e.subject().round() > 0 && questionsAreStricter -> AuditField.QUESTIONS;
            default -> AuditField.ARGUMENTS;
        };
    }

    private static String subject(CallSubject subject) {
        return subject.principal().subject();
    }
}
