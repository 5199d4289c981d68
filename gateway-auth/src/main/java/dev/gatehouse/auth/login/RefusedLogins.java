package dev.gatehouse.auth.login;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Flood;
import java.util.Optional;

/** Records logins that were refused, a flood of them summed up. */
public final class RefusedLogins {
    private final AuditJournal journal;
    private final Clocks clocks;
    private final Flood flood;

    public RefusedLogins(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
        this.flood = new Flood(clocks);
    }

    /** Nobody was let in, so a journal that cannot take it changes nothing for the browser; the count is kept. */
    public void record(String reason, String peer) {
        long count = flood.admit();
        if (count == 0) {
            return;
        }
        try {
            var _ = journal.append(
                    new AuditEvent.CallRejected(clocks.now(), Optional.empty(), peer, "login: " + reason, count));
        } catch (AuditUnavailableException e) {
            flood.addBack(count);
        }
    }
}
