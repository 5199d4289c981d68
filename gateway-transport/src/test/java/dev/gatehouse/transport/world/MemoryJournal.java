package dev.gatehouse.transport.world;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps events in a list, or refuses them all. */
public final class MemoryJournal implements AuditJournal {
    public final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    public volatile boolean broken;

    @Override
    public Receipt append(AuditEvent event) throws AuditUnavailableException {
        if (broken) {
            throw new AuditUnavailableException("broken by the test");
        }
        events.add(event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }
}
