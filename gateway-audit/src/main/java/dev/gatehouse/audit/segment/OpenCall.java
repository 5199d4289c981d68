package dev.gatehouse.audit.segment;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;

/** A round whose intent is recorded and whose outcome is not. */
public record OpenCall(Key key, Optional<BundleName> bundle) {

    /** One intent and one outcome carry the same key. */
    public record Key(String call, int round) {}

    /** The round this event opens, when it is an intent. */
    public static Optional<OpenCall> openedBy(AuditEvent event) {
        return event instanceof AuditEvent.CallAttempted attempted
                ? Optional.of(new OpenCall(
                        new Key(
                                attempted.subject().call().value(),
                                attempted.subject().round()),
                        attempted.subject().bundle()))
                : Optional.empty();
    }

    /** The round this event closes, when it is an outcome. */
    public static Optional<Key> closedBy(AuditEvent event) {
        return event instanceof AuditEvent.CallCompleted completed
                ? Optional.of(new Key(completed.call().value(), completed.round()))
                : Optional.empty();
    }
}
