package dev.gatehouse.audit.ship;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
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
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F13, F14: while PostgreSQL is down, frozen, full, slow or restored no call is refused, and afterwards each is there once. */
class OutageTest {
    private static final int CALLS_PER_PHASE = 200;

    /** As the server says it when a file cannot grow. */
    private static final String FULL = """
            CREATE FUNCTION audit.hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full';
            END $$;
            CREATE TRIGGER hinder BEFORE INSERT ON audit.event FOR EACH ROW EXECUTE FUNCTION audit.hinder()""";

    private static final String SLOW = """
            CREATE FUNCTION audit.hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM pg_sleep(0.2);
                RETURN NULL;
            END $$;
            CREATE TRIGGER hinder BEFORE INSERT ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION audit.hinder()""";

    /** Locks as an insert does, the table before its partitions: the other way round it is a deadlock now and then. */
    private static final String UNHINDERED = """
            DO $$ BEGIN
                LOCK TABLE audit.event;
                DROP FUNCTION audit.hinder CASCADE;
            END $$""";

    @TempDir
    Path directory;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Does things to the database while calls go on. */
    @FunctionalInterface
    private interface Mischief {
        void doTo(TestDatabase server, DataSource database, AuditSpool spool) throws Exception;
    }

    @Test
    void calls_go_on_while_the_database_is_down_frozen_full_or_slow_and_arrive_once() throws Exception {
        everyCallArrivesOnce((server, database, spool) -> {
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

            execute(database, FULL);
            long before = events(database);
            phase("it is full");
            assertThat(events(database)).isEqualTo(before);
            execute(database, UNHINDERED);
            phase("there is space again");

            execute(database, SLOW);
            phase("it is slow");
            execute(database, UNHINDERED);
        });
    }

    @Test
    void a_database_restored_from_a_backup_gets_again_what_came_after_it() throws Exception {
        everyCallArrivesOnce((server, database, spool) -> {
            server.backUp(directory.resolve("backup"));
            long backedUp = events(database);
            phase("it is backed up");
            eventually(() -> assertThat(events(database)).isGreaterThan(backedUp + CALLS_PER_PHASE));

            server.restore(directory.resolve("backup"));
            phase("it is restored");
        });
    }

    private void everyCallArrivesOnce(Mischief mischief) throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance();
                AuditSpool spool = SpoolFixture.openKeeping(directory.resolve("spool"));
                ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            DataSource database = ShipFixture.migrated(server.fresh());
            try (AuditShipper _ = AuditShipper.start(spool, database, HURRIED, Clocks.SYSTEM);
                    // Closed before the load is, which would wait for its calls for ever after a failure.
                    AutoCloseable _ = () -> stopped.set(true)) {
                Future<?> one = load.submit(() -> callUntilStopped(spool, "a"));
                Future<?> two = load.submit(() -> callUntilStopped(spool, "b"));
                phase("the database is up");
                eventually(() ->
                        assertThat(events(database)).as("something has arrived").isGreaterThan(100));

                mischief.doTo(server, database, spool);

                stopped.set(true);
                one.get();
                two.get();
                printDrain(spool);
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

    private static long events(DataSource database) throws SQLException {
        return number(database, "SELECT count(*) FROM audit.event");
    }

    private static void printDrain(AuditSpool spool) {
        long records = spool.stats().unshippedRecords();
        double lag = spool.stats().shipLagSeconds();
        long began = System.nanoTime();
        eventually(() ->
                assertThat(spool.stats().unshippedRecords()).as("all shipped").isEqualTo(0));
        System.out.printf(
                "%d records, the oldest of %.1f s ago, went to the database in %.2f s%n",
                records, lag, (System.nanoTime() - began) / 1e9);
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
