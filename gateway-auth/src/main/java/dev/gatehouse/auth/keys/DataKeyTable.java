package dev.gatehouse.auth.keys;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of data keys and of what the master keys make of them. */
final class DataKeyTable {
    private DataKeyTable() {}

    /** @param wrapped by the master key that was asked for; empty when only another one wrapped it */
    record Row(int id, Instant activatesAt, Optional<byte[]> wrapped) {}

    /** Lets one gateway at a time look and change, until its transaction ends. Readers are not held up. */
    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE auth.data_key IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    static List<Row> read(Connection connection, byte[] master) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT k.id, k.activates_at, w.wrapped
                FROM auth.data_key k LEFT JOIN auth.wrapped_key w ON w.data_key = k.id AND w.master = ?
                ORDER BY k.id LIMIT ?""")) {
            select.setBytes(1, master);
            select.setInt(2, DataKeys.KEYS_MAX);
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(
                            rows.getInt("id"),
                            rows.getObject("activates_at", OffsetDateTime.class).toInstant(),
                            Optional.ofNullable(rows.getBytes("wrapped"))));
                }
            }
            return List.copyOf(found);
        }
    }

    /** A row for a key to be; its id is what a wrapped key is bound to. */
    static int insert(Connection connection, Instant createdAt, Instant activatesAt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO auth.data_key (created_at, activates_at) VALUES (?, ?) RETURNING id")) {
            insert.setObject(1, timestamp(createdAt));
            insert.setObject(2, timestamp(activatesAt));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static void wrap(Connection connection, DataKey key, MasterKey master, Instant at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.wrapped_key (data_key, master, wrapped, wrapped_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (data_key, master) DO UPDATE SET wrapped_at = excluded.wrapped_at""")) {
            insert.setInt(1, key.id());
            insert.setBytes(2, master.id());
            insert.setBytes(3, key.wrap(master));
            insert.setObject(4, timestamp(at));
            insert.executeUpdate();
        }
    }

    /** Whether no other master key was taken up later. */
    static boolean isNewest(Connection connection, byte[] master) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT master = ? FROM auth.wrapped_key ORDER BY wrapped_at DESC, master = ? DESC LIMIT 1")) {
            select.setBytes(1, master);
            select.setBytes(2, master);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** How many master keys open them. */
    static int masters(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(DISTINCT master) FROM auth.wrapped_key")) {
            row.next();
            return row.getInt(1);
        }
    }

    static void dropOthers(Connection connection, byte[] master) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM auth.wrapped_key WHERE master <> ?")) {
            delete.setBytes(1, master);
            delete.executeUpdate();
        }
    }
}
