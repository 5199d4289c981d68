package dev.gatehouse.policy.approval;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.policy.approval.ApprovalRequest.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The SQL of requests. Whatever may happen once only is one statement. */
final class ApprovalTable {
    private static final String COLUMNS =
            "id, state, likeness, about, arguments, within_ms, asked_at, expires_at, outcome FROM policy.approval ";

    /** The advisory lock of those who make requests; any number that nobody else locks. */
    private static final long INSERTING = 0x6761_7465_6170_7072L;

    private ApprovalTable() {}

    /** An approval that was just used up. */
    record Redeemed(String id, String by) {}

    /** A request that has to be made. */
    record Row(
            String id,
            Binding binding,
            String requester,
            About about,
            String sealedArguments,
            String sealedOrders,
            Duration within,
            Instant askedAt) {}

    /** Uses up the approval for this very call, if there is one: only one of all who try gets it. */
    static Optional<Redeemed> redeem(Connection connection, String binding, String call, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval a SET state = 'redeemed', call = ?
                WHERE binding = ? AND state = 'approved' AND expires_at > ?
                RETURNING id, (SELECT string_agg(label, ', ' ORDER BY decided_at) FROM policy.approval_decision
                               WHERE approval = a.id AND approves) AS by""")) {
            update.setString(1, call);
            update.setString(2, binding);
            update.setObject(3, timestamp(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Redeemed(row.getString("id"), row.getString("by")))
                        : Optional.empty();
            }
        }
    }

    /** Gives an approval back that a call used up and did nothing with. False when it is too late. */
    static boolean giveBack(Connection connection, String id, String call, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'approved', call = NULL
                WHERE id = ? AND state = 'redeemed' AND call = ? AND expires_at > ?""")) {
            update.setString(1, id);
            update.setString(2, call);
            update.setObject(3, timestamp(now));
            return update.executeUpdate() == 1;
        }
    }

    /** The request that stands for this call: not used up, or made by the gateway, and not too old. */
    static Optional<ApprovalRequest> standing(Connection connection, String binding, Instant now) throws SQLException {
        return one(connection, """
                WHERE binding = ? AND (state = 'executing'
                    OR (state IN ('pending', 'approved', 'denied', 'executed') AND expires_at > ?))
                ORDER BY state = 'executed' LIMIT 1""", binding, now);
    }

    /** Holds up everybody else who wants to insert until the transaction ends, so that the limits are kept. */
    static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, INSERTING);
            lock.execute();
        }
    }

    static int pending(Connection connection, Optional<String> requester, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT count(*) FROM policy.approval
                WHERE state = 'pending' AND expires_at > ? AND (requester = ? OR ?)""")) {
            select.setObject(1, timestamp(now));
            select.setString(2, requester.orElse(""));
            select.setBoolean(3, requester.isEmpty());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static void insert(Connection connection, Row row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy.approval (id, binding, likeness, state, requester, bundle, about, arguments,
                                             orders, within_ms, asked_at, expires_at)
                VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, row.id());
            insert.setString(2, row.binding().exact());
            insert.setString(3, row.binding().likeness());
            insert.setString(4, row.requester());
            insert.setString(5, row.about().bundle().value());
            insert.setString(6, row.about().json());
            insert.setString(7, row.sealedArguments());
            insert.setString(8, row.sealedOrders());
            insert.setLong(9, row.within().toMillis());
            insert.setObject(10, timestamp(row.askedAt()));
            insert.setObject(11, timestamp(row.askedAt().plus(row.within())));
            insert.executeUpdate();
        }
    }

    static Optional<ApprovalRequest> find(Connection connection, String id) throws SQLException {
        return one(connection, "WHERE id = ? AND asked_at <= ?", id, Instant.parse("9999-01-01T00:00:00Z"));
    }

    /** The same, and nobody else changes it until the transaction ends. */
    static Optional<ApprovalRequest> findForUpdate(Connection connection, String id) throws SQLException {
        return one(connection, "WHERE id = ? AND asked_at <= ? FOR UPDATE", id, Instant.parse("9999-01-01T00:00:00Z"));
    }

    /** Those not yet over, the oldest first. */
    static List<ApprovalRequest> open(Connection connection, Instant now, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + """
                WHERE (state = 'executing' OR (state IN ('pending', 'approved') AND expires_at > ?)) ORDER BY asked_at, id LIMIT ?""")) {
            select.setObject(1, timestamp(now));
            select.setInt(2, max);
            return all(connection, select);
        }
    }

    static void say(Connection connection, String id, ApprovalRequest.Said said) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy.approval_decision
                    (approval, decider, label, approves, demands, standing_ms, comment, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, id);
            insert.setString(2, said.decider());
            insert.setString(3, said.label());
            insert.setBoolean(4, said.approves());
            insert.setArray(
                    5, connection.createArrayOf("integer", said.demands().toArray()));
            insert.setObject(6, said.standing().map(Duration::toMillis).orElse(null));
            insert.setString(7, said.comment());
            insert.setObject(8, timestamp(said.at()));
            insert.executeUpdate();
        }
    }

    /** Decides a pending request. False when it was over already. */
    static boolean decide(Connection connection, String id, State state, Instant now, Instant expiresAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = ?, expires_at = ?
                WHERE id = ? AND state = 'pending' AND expires_at > ?""")) {
            update.setString(1, word(state));
            update.setObject(2, timestamp(expiresAt));
            update.setString(3, id);
            update.setObject(4, timestamp(now));
            return update.executeUpdate() == 1;
        }
    }

    /** Ends an open request whose requester is no more. */
    static boolean withdraw(Connection connection, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'withdrawn', arguments = '', orders = ''
                WHERE id = ? AND state IN ('pending', 'approved')""")) {
            update.setString(1, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Ends what is too old, and says which of those nobody decided or nobody used. */
    static List<String> expire(Connection connection, Optional<String> binding, Instant now, int max)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval SET state = 'expired', arguments = '', orders = '' WHERE id IN (
                    SELECT id FROM policy.approval
                    WHERE state IN ('pending', 'approved', 'denied') AND expires_at <= ? AND (binding = ? OR ?)
                    LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id""")) {
            update.setObject(1, timestamp(now));
            update.setString(2, binding.orElse(""));
            update.setBoolean(3, binding.isEmpty());
            update.setInt(4, max);
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString("id"));
                }
            }
            return ids;
        }
    }

    /** Forgets the arguments of what is over, and all of it once it is older than that. */
    static void sweep(Connection connection, Instant forget, int max) throws SQLException {
        try (PreparedStatement wipe = connection.prepareStatement("""
                UPDATE policy.approval SET arguments = '', orders = ''
                WHERE id IN (SELECT id FROM policy.approval
                             WHERE (arguments <> '' OR orders <> '') AND state IN ('redeemed', 'denied', 'withdrawn') LIMIT ?)""")) {
            wipe.setInt(1, max);
            wipe.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM policy.approval WHERE id IN (
                    SELECT id FROM policy.approval
                    WHERE state IN ('redeemed', 'executed', 'expired', 'withdrawn') AND expires_at < ? LIMIT ?)""")) {
            delete.setObject(1, timestamp(forget));
            delete.setInt(2, max);
            delete.executeUpdate();
        }
    }

    private static Optional<ApprovalRequest> one(Connection connection, String where, String key, Instant at)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + where)) {
            select.setString(1, key);
            select.setObject(2, timestamp(at));
            return all(connection, select).stream().findFirst();
        }
    }

    private static List<ApprovalRequest> all(Connection connection, PreparedStatement select) throws SQLException {
        List<ApprovalRequest> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(request(rows));
            }
        }
        List<ApprovalRequest> whole = new ArrayList<>();
        for (ApprovalRequest request : found) {
            whole.add(Saids.with(connection, request));
        }
        return whole;
    }

    private static ApprovalRequest request(ResultSet row) throws SQLException {
        return new ApprovalRequest(
                row.getString("id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("likeness"),
                About.read(row.getString("about")),
                row.getString("arguments"),
                Duration.ofMillis(row.getLong("within_ms")),
                instant(row, "asked_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(),
                Optional.ofNullable(row.getString("outcome")),
                List.of());
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
