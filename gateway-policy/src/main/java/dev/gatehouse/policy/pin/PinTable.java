package dev.gatehouse.policy.pin;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of pins that changes them, and that reads their digests. */
final class PinTable {
    /** No change has it. */
    static final long NO_NUMBER = -1;

    /** How long something that was never approved stays after its upstream stopped offering it. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private static final int QUERY_TIMEOUT_SECONDS = 10;
    private static final String LOST = "policy.pin_change has lost its row";

    private PinTable() {}

    /** All pins, and the number of the change that made them so. */
    record Numbered(long number, List<PinState> pins) {}

    /** The number of the change this transaction makes. Holds up every other change until the transaction ends. */
    static void nextChange(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            if (statement.executeUpdate("UPDATE policy.pin_change SET number = number + 1") != 1) {
                throw new SQLException(LOST);
            }
        }
    }

    static Numbered read(Connection connection) throws SQLException {
        return changedSince(connection, NO_NUMBER).orElseThrow(() -> new SQLException(LOST));
    }

    /** The pins, unless the number is the one known. One statement, so number and rows belong together. */
    static Optional<Numbered> changedSince(Connection connection, long known) throws SQLException {
        try (PreparedStatement select = prepare(connection, """
                SELECT c.number, p.upstream, p.kind, p.name, p.needed, p.approved_digest, p.offered_digest, p.rejected_at
                FROM policy.pin_change c LEFT JOIN policy.pin p ON true
                WHERE c.number <> ? ORDER BY p.upstream, p.kind, p.name, p.needed""")) {
            select.setLong(1, known);
            try (ResultSet rows = select.executeQuery()) {
                Optional<Long> number = Optional.empty();
                List<PinState> pins = new ArrayList<>();
                while (rows.next()) {
                    number = Optional.of(rows.getLong("number"));
                    if (rows.getString("upstream") != null) {
                        pins.add(state(rows));
                    }
                }
                return number.map(found -> new Numbered(found, List.copyOf(pins)));
            }
        }
    }

    /** Those of one upstream, by key. */
    static Map<String, PinState> of(Connection connection, UpstreamId upstream) throws SQLException {
        try (PreparedStatement select = prepare(connection, """
                SELECT key, upstream, kind, name, needed, approved_digest, offered_digest, rejected_at
                FROM policy.pin WHERE upstream = ?""")) {
            select.setString(1, upstream.value());
            try (ResultSet rows = select.executeQuery()) {
                Map<String, PinState> pins = new HashMap<>();
                while (rows.next()) {
                    pins.put(rows.getString("key"), state(rows));
                }
                return pins;
            }
        }
    }

    private static PinState state(ResultSet row) throws SQLException {
        return new PinState(
                new UpstreamId(row.getString("upstream")),
                PinKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("needed"),
                Optional.ofNullable(row.getString("approved_digest")),
                Optional.ofNullable(row.getString("offered_digest")),
                row.getObject("rejected_at") != null);
    }

    /** Counts as approved from now on. */
    static void take(Connection connection, UpstreamId upstream, Sighting seen, String by, Instant at)
            throws SQLException {
        try (PreparedStatement insert = prepare(connection, """
                INSERT INTO policy.pin AS p
                    (upstream, key, kind, name, needed, approved_digest, approved, approved_by, approved_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (upstream, key) DO UPDATE SET
                    previous_digest = p.approved_digest, previous = p.approved,
                    approved_digest = excluded.approved_digest, approved = excluded.approved,
                    approved_by = excluded.approved_by, approved_at = excluded.approved_at,
                    offered_digest = NULL, offered = NULL, offered_at = NULL, rejected_by = NULL, rejected_at = NULL""")) {
            fill(insert, upstream, seen);
            insert.setString(8, by);
            insert.setObject(9, timestamp(at));
            insert.executeUpdate();
        }
    }

    /** Waits for a decision. */
    static void hold(Connection connection, UpstreamId upstream, Sighting seen, Instant at) throws SQLException {
        try (PreparedStatement insert = prepare(connection, """
                INSERT INTO policy.pin
                    (upstream, key, kind, name, needed, offered_digest, offered, offered_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (upstream, key) DO UPDATE SET
                    offered_digest = excluded.offered_digest, offered = excluded.offered,
                    offered_at = excluded.offered_at, rejected_by = NULL, rejected_at = NULL""")) {
            fill(insert, upstream, seen);
            insert.setObject(8, timestamp(at));
            insert.executeUpdate();
        }
    }

    private static void fill(PreparedStatement insert, UpstreamId upstream, Sighting seen) throws SQLException {
        insert.setString(1, upstream.value());
        insert.setString(2, seen.key());
        insert.setString(3, seen.kind().name());
        insert.setString(4, seen.name());
        insert.setString(5, seen.needed());
        insert.setString(6, seen.digest());
        insert.setBytes(7, seen.json().bytes());
    }

    /** Nothing else is offered any more. */
    static void settle(Connection connection, UpstreamId upstream, Sighting seen) throws SQLException {
        try (PreparedStatement update = prepare(connection, """
                UPDATE policy.pin SET offered_digest = NULL, offered = NULL, offered_at = NULL, rejected_by = NULL,
                    rejected_at = NULL
                WHERE upstream = ? AND key = ? AND approved_digest IS NOT NULL""")) {
            update.setString(1, upstream.value());
            update.setString(2, seen.key());
            update.executeUpdate();
        }
    }

    /** What is offered counts as approved from now on, if it is this; false when it is not, or nothing is. */
    static boolean approve(Connection connection, UpstreamId upstream, PinChoice choice, String by, Instant at)
            throws SQLException {
        return decide(connection, """
                UPDATE policy.pin SET previous_digest = approved_digest, previous = approved,
                    approved_digest = offered_digest, approved = offered, approved_by = ?, approved_at = ?,
                    offered_digest = NULL, offered = NULL, offered_at = NULL, rejected_by = NULL, rejected_at = NULL
                WHERE upstream = ? AND kind = ? AND name = ? AND offered_digest = ?""", upstream, choice, by, at);
    }

    /** What is offered is not used, if it is this; false when it is not, or nothing is. */
    static boolean reject(Connection connection, UpstreamId upstream, PinChoice choice, String by, Instant at)
            throws SQLException {
        return decide(connection, """
                UPDATE policy.pin SET rejected_by = ?, rejected_at = ?
                WHERE upstream = ? AND kind = ? AND name = ? AND offered_digest = ?""", upstream, choice, by, at);
    }

    private static boolean decide(
            Connection connection, String sql, UpstreamId upstream, PinChoice choice, String by, Instant at)
            throws SQLException {
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, by);
            update.setObject(2, timestamp(at));
            update.setString(3, upstream.value());
            update.setString(4, choice.kind().name());
            update.setString(5, choice.name());
            update.setString(6, choice.digest());
            return update.executeUpdate() > 0;
        }
    }

    /** Removes what was never approved and is offered no more. */
    static void forget(Connection connection, UpstreamId upstream, Collection<String> offeredKeys, Instant now)
            throws SQLException {
        try (PreparedStatement delete = prepare(connection, """
                DELETE FROM policy.pin
                WHERE upstream = ? AND approved_digest IS NULL AND offered_at < ? AND NOT key = ANY (?)""")) {
            delete.setString(1, upstream.value());
            delete.setObject(2, timestamp(now.minus(FORGOTTEN_AFTER)));
            delete.setArray(3, connection.createArrayOf("text", offeredKeys.toArray()));
            delete.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return statement;
    }
}
