package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.audit.table.TrailRole;
import dev.gatehouse.audit.table.Upkeep;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the days whose time is over, on a thread of its own: archived first, where an archive is wanted, recorded before it is
 * done, and never while a hold covers them. The database decides what is over, by its own clock; this only asks it to.
 */
public final class Retention implements AutoCloseable {
    private static final Duration FIRST_AFTER = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);
    /** Whoever reads a day would else be waited for, and all who write would wait behind us. */
    private static final Duration LOCK_WAIT_MAX = Duration.ofMillis(500);
    /** A huge day is counted before it is dropped; the pool allows answers to calls much less. */
    private static final int SILENT_MAX_MILLIS = (int) Duration.ofHours(1).toMillis();
    /** Arbitrary; one gateway at a time drops. */
    private static final long ADVISORY_LOCK = 0x6761_7465_0002L;

    private static final String ACTOR = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final RecordedChange.Place place;
    private final Optional<Archive> archive;
    private final Upkeep looks;
    private volatile Overdue overdue = Overdue.NONE;

    /**
     * How many days are still here although their time is over.
     *
     * @param held because of holds
     * @param failed because dropping or archiving them failed; tried again within the hour
     */
    public record Overdue(int held, int failed) {
        static final Overdue NONE = new Overdue(0, 0);
    }

    private Retention(RecordedChange.Place place, Optional<Archive> archive) {
        this.place = place;
        this.archive = archive;
        this.looks = Upkeep.of("gatehouse-retain", FIRST_AFTER, EVERY, this::lookOrTell);
    }

    /** @param archive where records go before they are dropped; empty: nowhere */
    public static Retention start(RecordedChange.Place place, Optional<Archive> archive) {
        Retention retention = new Retention(place, archive);
        var _ = retention.looks.start();
        return retention;
    }

    /** One that acts when it is told to. */
    static Retention idle(RecordedChange.Place place, Optional<Archive> archive) {
        return new Retention(place, archive);
    }

    /** As of the last look, which is at most an hour old. */
    public Overdue overdue() {
        return overdue;
    }

    /** Ends after the day under way, or leaves it behind when that takes long: it is dropped whole or not at all. */
    @Override
    public void close() {
        looks.close();
    }

    private void lookOrTell() {
        try {
            look();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("what is over could not be looked for: {}", SqlFailure.headline(e));
        }
    }

    /** Drops what can be dropped now. */
    void look() throws SQLException {
        int held = 0;
        int failed = 0;
        for (Lifetime over : Transaction.run(place.database(), Retention::over)) {
            if (looks.isClosing()) {
                return;
            }
            try {
                held += drop(over) ? 0 : 1;
            } catch (SQLException | UncheckedIOException | AuditUnavailableException e) {
                failed++;
                LOG.error(
                        "records of {} that were kept for {} days are not dropped, next try in an hour: {}",
                        over.day(),
                        over.days(),
                        SqlFailure.headline(e));
            }
        }
        overdue = new Overdue(held, failed);
    }

    /** False when it must stay. */
    private boolean drop(Lifetime over) throws SQLException, AuditUnavailableException {
        return place.change(ACTOR, change -> {
            Connection connection = change.connection();
            begin(connection);
            if (!isAlone(connection)) {
                return true;
            }
            Optional<String> hold = heldBy(connection, over);
            if (hold.isPresent()) {
                LOG.info(
                        "records of {} that were kept for {} days are held by {}", over.day(), over.days(), hold.get());
                return false;
            }
            String archived = archived(over, change);
            change.record(
                    "audit.retention.drops",
                    "records of " + over.day() + " that were kept for " + over.days() + " days",
                    archived.isEmpty() ? "not archived" : "archived: " + archived);
            long records = drop(connection, over, archived);
            LOG.info("dropped {} records of {} that were kept for {} days", records, over.day(), over.days());
            return true;
        });
    }

    private String archived(Lifetime over, RecordedChange change) {
        try {
            return archive.isEmpty()
                    ? ""
                    : archive.get().take(over, change.now()).stream()
                            .map(Archive.Archived::told)
                            .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException("the archive: " + e.getMessage(), e);
        }
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, SILENT_MAX_MILLIS);
        boolean restricted = TrailRole.RETENTION.isGranted(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + LOCK_WAIT_MAX.toMillis());
        }
        if (restricted) {
            TrailRole.RETENTION.take(connection);
        }
    }

    private static List<Lifetime> over(Connection connection) throws SQLException {
        begin(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT DISTINCT of_day, keep FROM audit.days_over() ORDER BY 1, 2")) {
            List<Lifetime> days = new ArrayList<>();
            while (row.next()) {
                days.add(new Lifetime(
                        row.getInt(2), row.getObject(1, LocalDate.class).toEpochDay()));
            }
            return days;
        }
    }

    /** No other gateway is about to drop the same. */
    private static boolean isAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + ADVISORY_LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Optional<String> heldBy(Connection connection, Lifetime over) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT audit.held_by(?, ?)")) {
            query.setInt(1, over.days());
            query.setObject(2, over.day());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static long drop(Connection connection, Lifetime over, String archived) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT audit.drop_day(?, ?, ?)")) {
            query.setInt(1, over.days());
            query.setObject(2, over.day());
            query.setString(3, archived.isEmpty() ? null : archived);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
