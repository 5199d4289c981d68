package dev.gatehouse.audit.ship;

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
 * Makes the daily partitions of {@code audit.event}, some days ahead and for records that come late. A day for which none
 * can be made is not a reason to wait: its rows go to the default partition.
 */
final class Partitions {
    private static final int DAYS_AHEAD = 3;
    /** A full spool is hours old, a restored one perhaps weeks; what claims to be older has a wrong clock. */
    private static final int DAYS_BACK_MAX = 60;
    /** Arbitrary; keeps replicas from making the same partition at the same time. */
    private static final long ADVISORY_LOCK = 0x6761_7465_0001L;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private final Clocks clocks;
    private final Set<LocalDate> settled = new HashSet<>();

    Partitions(Clocks clocks) {
        this.clocks = clocks;
    }

    /** To be called outside a transaction; failing with anything but a refusal of the partition itself. */
    void ensureFor(Connection connection, Set<LocalDate> days) throws SQLException {
        LocalDate today = clocks.now().atOffset(ZoneOffset.UTC).toLocalDate();
        settled.removeIf(day -> day.isBefore(today.minusDays(DAYS_BACK_MAX)));
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            ensure(connection, today.plusDays(ahead));
        }
        for (LocalDate day : days) {
            if (!day.isBefore(today.minusDays(DAYS_BACK_MAX)) && !day.isAfter(today.plusDays(DAYS_AHEAD))) {
                ensure(connection, day);
            }
        }
    }

    private void ensure(Connection connection, LocalDate day) throws SQLException {
        if (!settled.add(day)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            statement.execute("CREATE TABLE IF NOT EXISTS audit.event_" + SUFFIX.format(day)
                    + " PARTITION OF audit.event FOR VALUES FROM ('" + day + " 00:00:00+00') TO ('"
                    + day.plusDays(1) + " 00:00:00+00')");
            connection.commit();
        } catch (SQLException e) {
            settled.remove(day);
            connection.rollback();
            if (!SqlFailure.isOfTheTable(e)) {
                throw e;
            }
            settled.add(day);
            LOG.warn("no partition of audit.event for {}: its rows go to the default one ({})", day, e.getSQLState());
        }
    }
}
