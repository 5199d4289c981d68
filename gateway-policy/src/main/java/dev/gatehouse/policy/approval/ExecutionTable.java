package dev.gatehouse.policy.approval;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of calls that the gateway makes itself. Each step is one statement, so of all who try one takes it. */
final class ExecutionTable {
    private ExecutionTable() {}

    /** A call that is this gateway's to make. */
    record Claimed(String id, String about, String orders) {}

    /** What was kept of a call. */
    record Fetched(String id, String outcome, String result, String call) {}

    static Optional<Claimed> claim(Connection connection, String call, Instant now, Instant leaseUntil, int attemptsMax)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'executing', call = ?, lease_until = ?, attempts = attempts + 1
                WHERE id = (SELECT id FROM policy.approval
                            WHERE state = 'approved' AND orders <> '' AND attempts < ? AND expires_at > ?
                              AND (due_at IS NULL OR due_at <= ?)
                            ORDER BY due_at NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id, about, orders""")) {
            update.setString(1, call);
            update.setObject(2, timestamp(leaseUntil));
            update.setInt(3, attemptsMax);
            update.setObject(4, timestamp(now));
            update.setObject(5, timestamp(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Claimed(row.getString("id"), row.getString("about"), row.getString("orders")))
                        : Optional.empty();
            }
        }
    }

    /** The one time that it may go upstream; says who approved it. */
    static Optional<String> send(Connection connection, String id, String binding, String call, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval a SET sent_at = ?
                WHERE id = ? AND binding = ? AND call = ? AND state = 'executing' AND sent_at IS NULL
                RETURNING (SELECT string_agg(label, ', ' ORDER BY decided_at) FROM policy.approval_decision
                           WHERE approval = a.id AND approves) AS by""")) {
            update.setObject(1, timestamp(now));
            update.setString(2, id);
            update.setString(3, binding);
            update.setString(4, call);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(row.getString("by")) : Optional.empty();
            }
        }
    }

    /** It was surely not sent after all. */
    static void unsend(Connection connection, String id, String call) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE policy.approval SET sent_at = NULL WHERE id = ? AND call = ? AND state = 'executing'")) {
            update.setString(1, id);
            update.setString(2, call);
            update.executeUpdate();
        }
    }

    /** Nothing was sent: whoever comes first may make it, the caller or, when it is due again, a gateway. */
    static boolean release(Connection connection, String id, String call, String outcome, Instant dueAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'approved', call = NULL, outcome = ?, due_at = ?
                WHERE id = ? AND call = ? AND state = 'executing' AND sent_at IS NULL""")) {
            update.setString(1, outcome);
            update.setObject(2, timestamp(dueAt));
            update.setString(3, id);
            update.setString(4, call);
            return update.executeUpdate() == 1;
        }
    }

    /** Keeps what came of it; also when it was given up for lost meanwhile. */
    static boolean finish(
            Connection connection, String id, String call, String outcome, String result, Instant keptUntil)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval
                SET state = 'executed', outcome = ?, result = ?, expires_at = ?, arguments = '', orders = ''
                WHERE id = ? AND call = ? AND (state = 'executing' OR (state = 'executed' AND outcome = ?))""")) {
            update.setString(1, outcome);
            update.setString(2, result);
            update.setObject(3, timestamp(keptUntil));
            update.setString(4, id);
            update.setString(5, call);
            update.setString(6, Executions.UNKNOWN);
            return update.executeUpdate() == 1;
        }
    }

    /** What was kept of this very call. Once fetched it stays for whoever did not get the answer, and no longer. */
    static Optional<Fetched> fetch(Connection connection, String binding, Instant now, Instant againUntil)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET expires_at = least(expires_at, ?)
                WHERE id = (SELECT id FROM policy.approval
                            WHERE binding = ? AND state = 'executed' AND expires_at > ?
                            ORDER BY sent_at DESC LIMIT 1)
                RETURNING id, outcome, result, call""")) {
            update.setObject(1, timestamp(againUntil));
            update.setString(2, binding);
            update.setObject(3, timestamp(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Fetched(
                                row.getString("id"),
                                row.getString("outcome"),
                                row.getString("result"),
                                row.getString("call")))
                        : Optional.empty();
            }
        }
    }

    /** Those whose gateway must have died before anything was sent may be made after all. */
    static void reclaim(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'approved', call = NULL, due_at = NULL
                WHERE state = 'executing' AND lease_until <= ? AND sent_at IS NULL""")) {
            update.setObject(1, timestamp(now));
            update.executeUpdate();
        }
    }

    /** Those whose gateway must have died later than that: they may have happened, and are never made again. */
    static List<String> giveUp(Connection connection, Instant now, Instant keptUntil) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval
                SET state = 'executed', outcome = ?, expires_at = ?, arguments = '', orders = ''
                WHERE state = 'executing' AND lease_until <= ? AND sent_at IS NOT NULL RETURNING id""")) {
            update.setString(1, Executions.UNKNOWN);
            update.setObject(2, timestamp(keptUntil));
            update.setObject(3, timestamp(now));
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString("id"));
                }
            }
            return ids;
        }
    }

    /** What nobody may fetch any more is not kept. */
    static void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET result = ''
                WHERE state = 'executed' AND expires_at <= ? AND result <> ''""")) {
            update.setObject(1, timestamp(now));
            update.executeUpdate();
        }
    }
}
