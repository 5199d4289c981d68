package dev.gatehouse.auth.login;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Flood;
import java.time.Duration;
import java.util.Optional;

/** What the trail gets to know of logins. */
public final class LoginTrail {
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final AuditJournal journal;
    private final Clocks clocks;
    private final Flood flood;

    public LoginTrail(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
        this.flood = new Flood(clocks);
    }

    /** Durable when this returns; whatever it is about must not happen when it throws. */
    public void done(String actor, String action, String object, String detail) throws AuditUnavailableException {
        journal.append(new AuditEvent.Administered(clocks.now(), actor, action, object, detail))
                .awaitDurable(RECORD_WITHIN);
    }

    /** Nobody was let in, so a journal that cannot take it changes nothing; a flood is summed up, and the sum is exact. */
    public void refused(String reason, String peer) {
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
