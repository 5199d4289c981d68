package dev.gatehouse.audit.search;

import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Transactions that can only read, for a bounded time, a few at once: calls and the shipper need connections too. All who ask
 * share one of these.
 */
public final class Reading {
    private static final int AT_ONCE_MAX = 3;
    private static final Duration TURN_WAIT_MAX = Duration.ofSeconds(5);

    private final DataSource database;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

    public Reading(DataSource database) {
        this.database = database;
    }

    /** Ends with an exception of a timeout when one statement takes longer. */
    public <T> T run(Duration statementMax, Transaction.Work<T, RuntimeException> work) throws SQLException {
        return run(statementMax, "", work);
    }

    /**
     * The same where an index gives the rows in the order that is asked for. PostgreSQL multiplies how rare it holds each
     * condition to be, takes an agent of one bundle for a handful of rows, and would rather read and sort all of them.
     */
    <T> T inOrder(Duration statementMax, Transaction.Work<T, RuntimeException> work) throws SQLException {
        return run(statementMax, "; SET LOCAL enable_sort = off", work);
    }

    private <T> T run(Duration statementMax, String settings, Transaction.Work<T, RuntimeException> work)
            throws SQLException {
        takeTurn();
        try {
            return Transaction.run(database, connection -> {
                begin(connection, statementMax, settings);
                return work.in(connection);
            });
        } finally {
            turns.release();
        }
    }

    private void takeTurn() throws SQLException {
        try {
            if (!turns.tryAcquire(TURN_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientException("other searches take their time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException("interrupted", e);
        }
    }

    /** Each plan is made for its own values: an agent with few records wants another one than one with millions. */
    private static void begin(Connection connection, Duration statementMax, String settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan;"
                    + " SET LOCAL statement_timeout = " + statementMax.toMillis()
                    + settings);
        }
    }
}
