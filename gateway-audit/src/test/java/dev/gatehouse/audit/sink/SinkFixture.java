package dev.gatehouse.audit.sink;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.testkit.wait.Eventually.until;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A trail in a database, and sinks in a hurry over it. */
final class SinkFixture {
    static final SinkSettings HASTY = new SinkSettings(
            20,
            64 << 10,
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(5));

    /** Calls that the spool's queue surely holds. */
    private static final int AT_ONCE = 500;

    private SinkFixture() {}

    /** What somebody was told to record. */
    static final class Told implements AuditJournal {
        final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public Receipt append(AuditEvent event) {
            events.add(event);
            return new Receipt() {
                @Override
                public void awaitWritten() {}

                @Override
                public void awaitDurable(Duration timeout) {}
            };
        }
    }

    /** Records so many calls and ships them; returns the gateway's id. */
    static String record(Path spool, DataSource database, String prefix, int calls) throws Exception {
        try (AuditSpool open = SpoolFixture.open(spool);
                AuditShipper _ = AuditShipper.start(open, database, HURRIED, Clocks.SYSTEM)) {
            @Nullable Receipt last = null;
            for (int i = 0; i < calls; i++) {
                var _ = open.append(Events.intent(prefix + i));
                last = open.append(Events.outcome(prefix + i));
                if (i % AT_ONCE == 0) {
                    last.awaitDurable(SpoolFixture.SOON);
                }
            }
            if (last != null) {
                last.awaitDurable(SpoolFixture.SOON);
            }
            until("all is shipped", () -> open.stats().unshippedRecords() == 0);
            return open.gatewayId();
        }
    }

    static SinkFleet fleet(DataSource database, AuditJournal journal) {
        return new SinkFleet(database::getConnection, HASTY, journal, Clocks.SYSTEM);
    }

    static SinkSpec spec(Sink sink) {
        return spec(sink, SinkSelection.ALL);
    }

    static SinkSpec spec(Sink sink, SinkSelection selection) {
        return new SinkSpec("siem", selection, selection, SinkFormat.GATEHOUSE, () -> sink);
    }

    /** Ids of what the sink would get of the whole trail. */
    static List<String> trail(DataSource database) {
        return ShipFixture.strings(
                database, "SELECT gateway_id || '/' || epoch || '/' || seq FROM audit.event ORDER BY epoch, seq");
    }
}
