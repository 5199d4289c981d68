package dev.gatehouse.policy.budget;

import dev.gatehouse.core.identity.BundleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one ledger of all gateways that share a database. A charge is one statement, so it is wholly there or not at all
 * when a process or a connection dies, and it is spent from the moment it is taken: only what was surely not sent is
 * given back.
 */
final class Ledger {
    /** Of the pool's connections: charges of one budget wait for each other, and must not keep all others waiting. */
    static final int CONNECTIONS_MAX = 4;

    static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(1);
    private static final int QUERY_TIMEOUT_SECONDS = 2;
    private static final int ROWS_MAX = 1_000;
    private static final String UNIQUE_VIOLATION = "23505";

    /** Nothing was asked of the database, so nothing was done. */
    static final class NotReachedException extends SQLException {
        private static final long serialVersionUID = 1L;

        NotReachedException(SQLException cause) {
            super(cause);
        }
    }

    /** Gives connections, as a pool does. */
    @FunctionalInterface
    interface Source {
        Connection getConnection() throws SQLException;
    }

    private final Source database;
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX, true);

    Ledger(Source database) {
        this.database = database;
    }

    /**
     * Takes it, if it fits and was not taken before.
     *
     * @throws NotReachedException when nothing was taken
     * @throws SQLException when that is not confirmed: it may have been taken
     */
    Charged charge(Charge charge) throws SQLException {
        return with(connection -> {
            try (PreparedStatement statement = LedgerSql.charge(connection, charge)) {
                ResultSet row = query(statement);
                return row.next()
                        ? new Charged.Taken(new Usd(row.getLong(1)), row.getBoolean(2), row.getBoolean(3))
                        : refused(connection, charge);
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return new Charged.Before();
                }
                throw e;
            }
        });
    }

    private static Charged refused(Connection connection, Charge charge) throws SQLException {
        try (PreparedStatement statement = LedgerSql.refuse(connection, charge)) {
            ResultSet row = query(statement);
            row.next();
            return row.getBoolean(1)
                    ? new Charged.Before()
                    : new Charged.Exhausted(new Usd(row.getLong(2)), row.getBoolean(3));
        }
    }

    /** Undoes a charge, if it is there. Once or often, it is given back once. */
    void giveBack(Charge.Key key) throws SQLException {
        with(connection -> {
            try (PreparedStatement statement = LedgerSql.giveBack(connection, key)) {
                statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
                return statement.executeUpdate();
            }
        });
    }

    /** Of periods that are not over, the most used ones first; at most 1,000. */
    List<Standing> standings(OffsetDateTime now) throws SQLException {
        return with(connection -> {
            try (PreparedStatement statement = LedgerSql.standings(connection, now, ROWS_MAX)) {
                ResultSet rows = query(statement);
                List<Standing> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(standing(rows));
                }
                return found;
            }
        });
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getString("budget"),
                new BundleName(row.getString("bundle")),
                row.getString("label"),
                row.getString("period"),
                new Usd(row.getLong("used_micros")),
                new Usd(row.getLong("limit_micros")),
                row.getBoolean("hard"),
                row.getString("warned_by") != null,
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }

    /** By UTC days, both included; the dearest first, at most 1,000. A call under two budgets is counted once. */
    List<Cost> costs(Cost.By by, LocalDate from, LocalDate to) throws SQLException {
        return with(connection -> {
            try (PreparedStatement statement = LedgerSql.costs(connection, by, from, to, ROWS_MAX)) {
                ResultSet rows = query(statement);
                List<Cost> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Cost(rows.getString(1), rows.getLong(2), new Usd(rows.getLong(3))));
                }
                return found;
            }
        });
    }

    /** Sums up and forgets charges of calls older than {@code charges}, and what is older than {@code sums}. */
    void sweep(OffsetDateTime charges, OffsetDateTime sums) throws SQLException {
        with(connection -> {
            LedgerSql.sweep(connection, charges, sums);
            return true;
        });
    }

    private static ResultSet query(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return statement.executeQuery();
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) throws SQLException {
        if (!acquired()) {
            throw new NotReachedException(new SQLException("the ledger has more to do than it can"));
        }
        try (Connection connection = open()) {
            return work.on(connection);
        } finally {
            connections.release();
        }
    }

    private Connection open() throws NotReachedException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new NotReachedException(e);
        }
    }

    private boolean acquired() {
        try {
            return connections.tryAcquire(CONNECTION_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
