package dev.gatehouse.audit.table;

import dev.gatehouse.core.call.Clocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the daily partitions of {@code audit.event}, for each number of days that records are kept, some days ahead and for
 * records that come late. One that cannot be made is not a reason to wait: its rows go to a default partition.
 */
public final class Partitions {
    private static final int DAYS_AHEAD = 3;
    /** A full spool is hours old, a restored one perhaps weeks; what claims to be older has a wrong clock. */
    private static final int DAYS_BACK_MAX = 60;
    /** Arbitrary; keeps replicas from making the same partition at the same time. */
    private static final long ADVISORY_LOCK = 0x6761_7465_0001L;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private final Clocks clocks;
    private final Set<KeptDay> settled = new HashSet<>();
    private final Set<Integer> settledKeeps = new HashSet<>();

    public Partitions(Clocks clocks) {
        this.clocks = clocks;
    }

    /** To be called outside a transaction; failing with anything but a refusal of the partition itself. */
    public void ensureFor(Connection connection, Set<KeptDay> days) throws SQLException {
        LocalDate today = clocks.now().atOffset(ZoneOffset.UTC).toLocalDate();
        settled.removeIf(settledDay -> settledDay.day().isBefore(today.minusDays(DAYS_BACK_MAX)));
        for (KeptDay wanted : days) {
            ensureKeep(connection, wanted.keepDays());
            for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
                ensureDay(connection, new KeptDay(wanted.keepDays(), today.plusDays(ahead)));
            }
            LocalDate day = wanted.day();
            if (!day.isBefore(today.minusDays(DAYS_BACK_MAX)) && !day.isAfter(today.plusDays(DAYS_AHEAD))) {
                ensureDay(connection, wanted);
            }
        }
    }

    private void ensureKeep(Connection connection, int keepDays) throws SQLException {
        if (settledKeeps.add(keepDays)) {
            String table = table(keepDays);
            ensure(
                    connection,
                    () -> settledKeeps.remove(keepDays),
                    "CREATE TABLE IF NOT EXISTS " + table + " PARTITION OF audit.event FOR VALUES IN (" + keepDays
                            + ") PARTITION BY RANGE (at)",
                    "CREATE TABLE IF NOT EXISTS " + table + "_default PARTITION OF " + table + " DEFAULT");
        }
    }

    private void ensureDay(Connection connection, KeptDay wanted) throws SQLException {
        if (settled.add(wanted)) {
            String table = table(wanted.keepDays());
            LocalDate day = wanted.day();
            ensure(
                    connection,
                    () -> settled.remove(wanted),
                    "CREATE TABLE IF NOT EXISTS " + table + "_" + SUFFIX.format(day) + " PARTITION OF " + table
                            + " FOR VALUES FROM ('" + day + " 00:00:00+00') TO ('" + day.plusDays(1)
                            + " 00:00:00+00')");
        }
    }

    private static String table(int keepDays) {
        return "audit.event_" + keepDays;
    }

    private static void ensure(Connection connection, Runnable notSettled, String... definitions) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            for (String definition : definitions) {
                statement.execute(definition);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!SqlFailure.isOfTheTable(e)) {
                notSettled.run();
                throw e;
            }
            LOG.warn("{} failed: those rows go to the default partition ({})", definitions[0], e.getSQLState());
        }
    }
}
