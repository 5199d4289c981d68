package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A database with floors, a trail that is a list, and a clock that stands. */
final class FloorFixture {
    static final Optional<BundleName> SALES = Optional.of(new BundleName("sales"));
    static final Optional<BundleName> NONE = Optional.empty();

    final DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
    final List<AuditEvent.Administered> recorded = new CopyOnWriteArrayList<>();
    volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    volatile boolean full;

    RecordedChange.Place place() {
        return place(database);
    }

    RecordedChange.Place place(DataSource other) {
        Receipt receipt = new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
        AuditJournal journal = event -> {
            if (full) {
                throw new AuditUnavailableException("no space left");
            }
            recorded.add((AuditEvent.Administered) event);
            return receipt;
        };
        return new RecordedChange.Place(other, journal, new Clocks(() -> now, System::nanoTime));
    }

    /** One gateway of several over this database, with a configuration that it just activated. */
    Floors gateway(Map<Optional<BundleName>, Integer> configured) throws Exception {
        Floors floors = Floors.open(new RememberingFile(), true);
        floors.refresh(database);
        activate(floors, configured);
        return floors;
    }

    void activate(Floors floors, Map<Optional<BundleName>, Integer> configured) {
        floors.raise(configured);
        look(floors);
    }

    void look(Floors floors) {
        try (FloorKeeper keeper = FloorKeeper.idle(floors, place())) {
            keeper.look();
        }
    }

    List<String> actions() {
        return recorded.stream().map(AuditEvent.Administered::action).toList();
    }

    /** A file of this process. */
    static final class RememberingFile implements FloorFile {
        Optional<byte[]> copy = Optional.empty();

        @Override
        public Optional<byte[]> read() {
            return copy;
        }

        @Override
        public void write(byte[] bytes) {
            copy = Optional.of(bytes.clone());
        }
    }
}
