package dev.gatehouse.auth.admin;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Flood;
import java.util.Optional;

/** Records who was refused by the admin API, a flood of them summed up. */
public final class RefusedAdministrators {
    private final AuditJournal journal;
    private final Clocks clocks;
    private final Flood flood;

    public RefusedAdministrators(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
        this.flood = new Flood(clocks);
    }

    /** Nobody was let in, so a journal that cannot take it changes nothing for the caller; the count is kept. */
    void record(String reason, String peer) {
        long count = flood.admit();
        if (count > 0) {
            append(
                    new AuditEvent.CallRejected(clocks.now(), Optional.empty(), peer, "admin api: " + reason, count),
                    count);
        }
    }

    /** Somebody known tried what they may not. */
    void record(Administrator by, AdminRoute route, String path, String reason) {
        long count = flood.admit();
        if (count > 0) {
            String detail = reason + (count > 1 ? ", and " + (count - 1) + " refused before" : "");
            append(
                    new AuditEvent.Administered(
                            clocks.now(), by.actor(), "admin.refused", route.method() + " " + path, detail),
                    count);
        }
    }

    private void append(AuditEvent event, long count) {
        try {
            var _ = journal.append(event);
        } catch (AuditUnavailableException e) {
            flood.addBack(count);
        }
    }
}
