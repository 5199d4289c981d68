package dev.gatehouse.audit.ship;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F13, F14: while PostgreSQL is down or frozen no call is refused, and afterwards each is there once. */
class OutageTest {
    private static final int CALLS_PER_PHASE = 200;

    @TempDir
    Path directory;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void calls_go_on_while_the_database_is_down_or_frozen_and_arrive_once_when_it_is_back() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance();
                AuditSpool spool = SpoolFixture.open(directory);
                ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            DataSource database = ShipFixture.migrated(server.fresh());
            try (AuditShipper _ = AuditShipper.start(spool, database, HURRIED, Clocks.SYSTEM)) {
                Future<?> one = load.submit(() -> callUntilStopped(spool, "a"));
                Future<?> two = load.submit(() -> callUntilStopped(spool, "b"));
                phase("the database is up");
                eventually(() -> assertThat(number(database, "SELECT count(*) FROM audit.event"))
                        .as("something has arrived")
                        .isGreaterThan(100));

                server.stop();
                phase("the database is down");
                assertThat(spool.stats().shipLagSeconds()).isPositive();
                server.restart();
                phase("it is back");

                server.pause();
                phase("it is frozen");
                phase("it is still frozen");
                server.resume();
                phase("it goes on");

                stopped.set(true);
                one.get();
                two.get();
                eventually(() -> assertThat(spool.stats().unshippedRecords())
                        .as("all shipped")
                        .isEqualTo(0));
            }
            assertThat(refused).hasValue(0);
            assertThat(number(database, "SELECT count(*) FROM audit.event WHERE type = 'call_completed'"))
                    .isEqualTo(calls.get());
            assertThat(number(database, "SELECT count(DISTINCT call_id) FROM audit.event"))
                    .isEqualTo(calls.get());
            assertThat(number(
                            database,
                            "SELECT max(seq) - count(*) FROM (SELECT seq FROM audit.event"
                                    + " UNION ALL SELECT seq FROM audit.block) AS record"))
                    .as("gaps in the sequence")
                    .isZero();
            assertThat(number(database, "SELECT count(*) FROM audit.dead_letter"))
                    .isZero();
        }
    }

    private void phase(String what) {
        long before = calls.get();
        eventually(() ->
                assertThat(calls.get()).as(what + " and calls go on").isGreaterThanOrEqualTo(before + CALLS_PER_PHASE));
    }

    private void callUntilStopped(AuditSpool spool, String prefix) {
        for (long n = 0; !stopped.get(); n++) {
            try {
                spool.append(Events.intent(prefix + n)).awaitWritten();
                spool.append(Events.outcome(prefix + n)).awaitDurable(SOON);
                calls.incrementAndGet();
            } catch (AuditUnavailableException e) {
                refused.incrementAndGet();
            }
        }
    }
}
