package dev.gatehouse.auth;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory that can refuse events, or take them and never make them durable. */
public final class RecordingJournal implements AuditJournal {
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile boolean slow;

    @Override
    public Receipt append(AuditEvent event) throws AuditUnavailableException {
        if (full) {
            throw new AuditUnavailableException("spool full");
        }
        events.add(event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) throws AuditUnavailableException {
                if (slow) {
                    throw new AuditUnavailableException("not durable in time");
                }
            }
        };
    }

    public void refuseEverything(boolean full) {
        this.full = full;
    }

    public void neverDurable(boolean slow) {
        this.slow = slow;
    }

    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    public <T extends AuditEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
