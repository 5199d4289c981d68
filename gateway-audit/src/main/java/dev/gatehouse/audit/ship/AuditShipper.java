package dev.gatehouse.audit.ship;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFeed;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the spool's records into PostgreSQL, on one thread of its own, for as long as it takes. Nothing waits for it:
 * while the database is down, frozen or slow, calls go on and the spool grows. Close it before the spool.
 */
public final class AuditShipper implements AutoCloseable {
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

    /**
     * Records of a statement while the shipper keeps up. A whole batch in one would keep the database busy for 20 ms, and where that is
     * the same machine, calls would wait: the system changes to another thread when one sleeps, or else every 4 ms.
     */
    private static final int GENTLE_RECORDS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(AuditShipper.class);

    private final AuditSpool spool;
    private final DataSource database;
    private final ShipSettings settings;
    private final Clocks clocks;
    private final Shipment shipment;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Given by the feed and not wholly arrived. */
    private List<SpoolRecord> batch = List.of();

    private SpoolFeed feed;
    private boolean met;
    private int sliceRecords;

    private AuditShipper(AuditSpool spool, DataSource database, ShipSettings settings, Clocks clocks) {
        this.spool = spool;
        this.database = database;
        this.settings = settings;
        this.clocks = clocks;
        this.shipment = new Shipment(spool.gatewayId(), clocks, settings.statementMax());
        this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), new SecureRandom());
        this.feed = spool.feed();
        this.sliceRecords = settings.recordsMax();
        this.thread = Thread.ofPlatform().daemon().name("gatehouse-ship").unstarted(this::run);
    }

    /** Needs no database to start: it looks for one until it is closed. The schema {@code audit} must be migrated. */
    public static AuditShipper start(AuditSpool spool, DataSource database, ShipSettings settings, Clocks clocks) {
        AuditShipper shipper = new AuditShipper(spool, database, settings, clocks);
        shipper.thread.start();
        return shipper;
    }

    /** Ends after the transaction under way. What has not arrived stays in the spool for the next start. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the audit shipper still waits for the database and is left behind");
        } else {
            feed.close();
        }
    }

    private void run() {
        while (!isClosing(Duration.ZERO)) {
            try {
                ship();
            } catch (SQLException | IOException | RuntimeException e) {
                if (e instanceof SQLException sql && SqlFailure.isTimeout(sql)) {
                    sliceRecords = Math.max(1, sliceRecords / 2);
                }
                Duration wait = backoff.next();
                LOG.warn(
                        "{} audit records wait to be shipped, next try in {} ms: {}",
                        spool.stats().unshippedRecords(),
                        wait.toMillis(),
                        SqlFailure.headline(e));
                isClosing(wait);
            }
        }
    }

    /** Until closed, or until something fails. */
    private void ship() throws SQLException, IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, (int) settings.statementMax().multipliedBy(2).toMillis());
            meet(connection);
            boolean wasFull = false;
            while (!isClosing(Duration.ZERO)) {
                if (batch.isEmpty()) {
                    batch = feed.next(settings.recordsMax(), settings.bytesMax());
                }
                boolean full = isFull(batch);
                if (!batch.isEmpty()) {
                    // One full batch is what gathers while another is brought; a second one behind it means to be
                    // behind.
                    bringBatch(connection, full && wasFull ? settings.recordsMax() : GENTLE_RECORDS);
                }
                if (!full) {
                    isClosing(settings.every());
                }
                wasFull = full;
            }
        }
    }

    /** Whether there is probably more behind it. Else it pays to wait: what a transaction costs is shared by its rows. */
    private boolean isFull(List<SpoolRecord> records) {
        return records.size() >= settings.recordsMax()
                || records.stream().mapToLong(SpoolRecord::bytes).sum() >= settings.bytesMax();
    }

    private void bringBatch(Connection connection, int atOnce) throws SQLException {
        while (!batch.isEmpty()) {
            List<SpoolRecord> slice = batch.subList(0, Math.min(sliceRecords, batch.size()));
            shipment.bring(connection, slice, atOnce);
            batch = batch.subList(slice.size(), batch.size());
            sliceRecords = Math.min(settings.recordsMax(), sliceRecords * 2);
            backoff.reset();
        }
        feed.arrived();
    }

    /** Compares what the database has with what this spool and this process know. */
    private void meet(Connection connection) throws SQLException, IOException {
        Position known = shipment.arrived();
        Position there = shipment.contact(connection);
        if (!met) {
            met = true;
            startAfter(there);
        } else if (known.isAfter(there)) {
            LOG.error(
                    "the database's audit trail went back from {} to {}; it is refilled from the spool", known, there);
            restartFeed();
            fillAfter(there);
        } else {
            dropArrived(there);
        }
    }

    private void startAfter(Position there) throws IOException {
        if (!there.isAfter(feed.previousEnd()) || there.epoch() == feed.epoch()) {
            fillAfter(there);
            return;
        }
        LOG.error(
                "the database has audit records up to {} of this spool, which itself ends at {}:"
                        + " it was restored from an old copy, or its disk lost synced data",
                there,
                feed.previousEnd());
        spool.beginEpochAfter(there.epoch());
        record("spool-regressed", "the database has " + there + ", the spool ended at " + feed.previousEnd());
        feed.startAfter(Position.ZERO);
    }

    /** What was shipped stays in the spool for a while only: a backup that is older than that leaves a gap, which is told. */
    private void fillAfter(Position there) {
        feed.startAfter(there);
        Position kept = feed.keptAfter();
        if (kept.isAfter(there)) {
            LOG.error(
                    "audit records after {} up to {} are neither in the database nor in the spool any more:"
                            + " restore a later backup, or take them from an archive or an export",
                    there,
                    kept);
            record("records-missing", "after " + there + " up to " + kept);
        }
    }

    /** A commit whose answer was lost has either happened or not. */
    private void dropArrived(Position there) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).position().equals(there)) {
                batch = batch.subList(i + 1, batch.size());
                if (batch.isEmpty()) {
                    feed.arrived();
                }
                return;
            }
        }
    }

    private void restartFeed() throws IOException {
        feed.close();
        feed = spool.feed();
        batch = List.of();
    }

    private void record(String action, String detail) {
        try {
            spool.append(new AuditEvent.Administered(clocks.now(), "gatehouse", action, "audit spool", detail));
        } catch (AuditUnavailableException e) {
            LOG.error("{} could not be recorded: {}", action, e.getMessage());
        }
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
