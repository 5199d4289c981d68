package dev.gatehouse.audit.search;

import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.audit.table.Upkeep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the words of each day's payloads findable once the day is over, on a thread of its own: writing never pays for it. The
 * index is the partition's, so it goes with its day. A search asks the same of a day without one, by reading it.
 */
public final class WordIndex {
    private static final Duration FIRST_AFTER = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofHours(1);
    /** A day of millions of payloads takes a while; the pool allows answers to calls much less. */
    private static final int SILENT_MAX_MILLIS = (int) Duration.ofHours(1).toMillis();
    /** Arbitrary; one gateway at a time makes indexes. */
    private static final long ADVISORY_LOCK = 0x6761_7465_0003L;

    /** Days that are over and hold a payload, without an index that is good; what was begun and not ended is no good. */
    private static final String WANTED = """
            SELECT day.relname, of_words.indexrelid IS NOT NULL FROM pg_class day
            LEFT JOIN pg_class name ON name.relname = day.relname || '_words' AND name.relnamespace = day.relnamespace
            LEFT JOIN pg_index of_words ON of_words.indexrelid = name.oid
            WHERE day.relnamespace = 'audit'::regnamespace AND day.relkind = 'r'
              AND day.relname ~ '^event_[0-9]{1,5}_[0-9]{8}$'
              AND to_date(right(day.relname, 8), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date
              AND of_words.indisvalid IS NOT TRUE
            ORDER BY 1""";

    private static final Logger LOG = LoggerFactory.getLogger(WordIndex.class);

    private WordIndex() {}

    /** Looks every hour. An index that is being made when it is closed is left behind, and made anew at the next look. */
    public static Upkeep start(DataSource database) {
        return Upkeep.of("gatehouse-words", FIRST_AFTER, EVERY, () -> lookOrTell(database))
                .start();
    }

    private static void lookOrTell(DataSource database) {
        try {
            int made = look(database);
            if (made > 0) {
                LOG.info("the payloads of {} days can be searched by an index now", made);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("an index of payloads could not be made, next try in an hour: {}", SqlFailure.headline(e));
        }
    }

    /** How many it made; none when another gateway is about it. */
    static int look(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, SILENT_MAX_MILLIS);
            // No index is made concurrently inside a transaction.
            connection.setAutoCommit(true);
            if (!take(connection)) {
                return 0;
            }
            try {
                int made = 0;
                for (Wanted day : wanted(connection)) {
                    made += make(connection, day) ? 1 : 0;
                }
                return made;
            } finally {
                release(connection);
            }
        }
    }

    private record Wanted(String partition, boolean begun) {}

    private static List<Wanted> wanted(Connection connection) throws SQLException {
        List<Wanted> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WANTED)) {
            while (row.next()) {
                days.add(new Wanted(row.getString(1), row.getBoolean(2)));
            }
        }
        return days;
    }

    /** Concurrently: records that come late are written meanwhile. False for a day without payloads. */
    private static boolean make(Connection connection, Wanted day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (day.begun()) {
                statement.execute("DROP INDEX CONCURRENTLY audit." + day.partition() + "_words");
            }
            if (isWithoutPayloads(statement, day)) {
                return false;
            }
            statement.execute("CREATE INDEX CONCURRENTLY " + day.partition() + "_words ON audit." + day.partition()
                    + " USING gin (audit.payload_words(payload)) WHERE payload IS NOT NULL");
            return true;
        }
    }

    private static boolean isWithoutPayloads(Statement statement, Wanted day) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT EXISTS (SELECT FROM audit." + day.partition() + " WHERE payload IS NOT NULL)")) {
            return row.next() && !row.getBoolean(1);
        }
    }

    private static boolean take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + ADVISORY_LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + ADVISORY_LOCK + ")");
        }
    }
}
