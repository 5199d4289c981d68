package dev.gatehouse.audit.alert;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the trail is told of alerts. Telling people does not wait for it: that the trail takes nothing may be what they are told. */
record AlertRecords(AuditJournal journal, Clocks clocks) {
    private static final String ACTOR = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(AlertRecords.class);

    /** @param what such as {@code raised} */
    void record(String what, Alert alert, String detail) {
        record(what, alert.id(), alert.rule() + ", " + alert.key() + ": " + detail);
    }

    void record(String what, String object, String detail) {
        String action = Occurrence.OWN_ACTIONS + what;
        try {
            var _ = journal.append(new AuditEvent.Administered(clocks.now(), ACTOR, action, object, detail));
        } catch (AuditUnavailableException e) {
            LOG.warn("{} of {} could not be recorded: {}", action, object, e.getMessage());
        }
    }
}
