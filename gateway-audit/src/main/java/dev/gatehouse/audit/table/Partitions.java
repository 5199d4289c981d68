package dev.gatehouse.audit.table;

import dev.gatehouse.core.call.Clocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
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

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private final Clocks clocks;
    private final Supplier<String> limits;
    private final Set<KeptDay> settled = new HashSet<>();
    private final Set<Integer> settledKeeps = new HashSet<>();

    /** @param limits what each transaction begins with */
    public Partitions(Clocks clocks, Supplier<String> limits) {
        this.clocks = clocks;
        this.limits = limits;
    }

    /** To be called outside a transaction; failing with anything but a refusal of the partition itself. */
    public void ensureFor(Connection connection, Set<KeptDay> days) throws SQLException {
        LocalDate today = today();
        settled.removeIf(settledDay -> settledDay.day().isBefore(today.minusDays(DAYS_BACK_MAX)));
        for (KeptDay wanted : days) {
            ensureKeep(connection, wanted.keepDays());
            for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
                ensureDay(connection, new KeptDay(wanted.keepDays(), today.plusDays(ahead)));
            }
            if (isMade(wanted.day(), today)) {
                ensureDay(connection, wanted);
            }
        }
    }

    /** Whether {@link #ensureFor} has nothing to do. */
    public boolean areMadeFor(Set<KeptDay> days) {
        LocalDate today = today();
        return days.stream()
                .allMatch(wanted -> settledKeeps.contains(wanted.keepDays())
                        && (settled.contains(wanted) || !isMade(wanted.day(), today)));
    }

    private LocalDate today() {
        return clocks.now().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Other days have a wrong clock: what claims to be of one goes to a default partition. */
    private static boolean isMade(LocalDate day, LocalDate today) {
        return !day.isBefore(today.minusDays(DAYS_BACK_MAX)) && !day.isAfter(today.plusDays(DAYS_AHEAD));
    }

    private void ensureKeep(Connection connection, int keepDays) throws SQLException {
        if (settledKeeps.add(keepDays)) {
            ensure(connection, () -> settledKeeps.remove(keepDays), "SELECT audit.make_keep(" + keepDays + ")");
        }
    }

    private void ensureDay(Connection connection, KeptDay wanted) throws SQLException {
        if (settled.add(wanted)) {
            ensure(
                    connection,
                    () -> settled.remove(wanted),
                    "SELECT audit.make_day(" + wanted.keepDays() + ", '" + wanted.day() + "')");
        }
    }

    private void ensure(Connection connection, Runnable notSettled, String making) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(limits.get());
            statement.execute(making);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!SqlFailure.isOfTheTable(e)) {
                notSettled.run();
                throw e;
            }
            LOG.warn("{} failed: those rows go to the default partition ({})", making, e.getSQLState());
        }
    }
}
