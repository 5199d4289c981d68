package dev.gatehouse.audit.sink;

import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sinks of a running gateway. Close it before the journal. */
public final class SinkFleet implements AutoCloseable {
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SinkFleet.class);

    private final Connections database;
    private final SinkSettings settings;
    private final AuditJournal journal;
    private final Clocks clocks;
    private Map<String, SinkPump> pumps = Map.of();

    /** @param journal is told what a sink missed */
    public SinkFleet(Connections database, SinkSettings settings, AuditJournal journal, Clocks clocks) {
        this.database = database;
        this.settings = settings;
        this.journal = journal;
        this.clocks = clocks;
    }

    /**
     * From now on these send, and no others. One whose configuration is the same goes on; one that changed begins anew where
     * its position is, once what it has under way was answered. Does not block.
     */
    public synchronized void adopt(List<SinkSpec> wanted) {
        Map<String, SinkPump> next = new HashMap<>();
        for (SinkSpec spec : wanted) {
            SinkPump running = pumps.get(spec.name());
            next.put(
                    spec.name(),
                    running != null && running.spec().config().equals(spec.config())
                            ? running
                            : SinkPump.start(spec, database, settings, journal, clocks));
        }
        pumps.values().stream()
                .filter(pump -> !Objects.equals(next.get(pump.spec().name()), pump))
                .forEach(SinkPump::stop);
        pumps = Map.copyOf(next);
    }

    /** In the order of their names. */
    public synchronized List<SinkStatus> statuses() {
        return pumps.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().status())
                .toList();
    }

    @Override
    public void close() {
        List<SinkPump> open;
        synchronized (this) {
            open = new ArrayList<>(pumps.values());
            pumps = Map.of();
        }
        open.forEach(SinkPump::stop);
        try {
            for (SinkPump pump : open) {
                if (!pump.awaitEnd(CLOSE_WAIT_MAX)) {
                    LOG.warn(
                            "the audit sink {} has not answered and is left behind",
                            pump.spec().name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
