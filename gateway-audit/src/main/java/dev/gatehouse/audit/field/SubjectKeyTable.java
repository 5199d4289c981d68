package dev.gatehouse.audit.field;

import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code audit.subject_key}: keys under the data key, and of those that were erased that they were. */
final class SubjectKeyTable {
    /** One that is there already stays: it may have been erased since. */
    private static final String INSERT = """
            INSERT INTO audit.subject_key (id, lookup, alias, sealed, gateway_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private static final String NEWEST = """
            SELECT id, sealed, erased_at FROM audit.subject_key WHERE sealed IS NOT NULL
            ORDER BY created_at DESC, id LIMIT ?""";

    private static final String BY_ID = "SELECT id, sealed, erased_at FROM audit.subject_key WHERE id = ANY (?)";

    private static final String BY_NAME = """
            SELECT id, sealed, erased_at FROM audit.subject_key
            WHERE sealed IS NOT NULL AND (lookup = ANY (?) OR alias = ANY (?)) ORDER BY created_at, id LIMIT ?""";

    private static final String ERASED = "SELECT id FROM audit.subject_key WHERE erased_at >= ?";

    private static final String ERASE = """
            UPDATE audit.subject_key
            SET sealed = NULL, lookup = NULL, alias = NULL, erased_at = clock_timestamp(), erasure = ?
            WHERE id = ANY (?) AND sealed IS NOT NULL""";

    private SubjectKeyTable() {}

    /** A row: a key, or that it was erased. */
    record Row(String id, Optional<String> sealed, Optional<Instant> erasedAt) {}

    static void insert(Connection connection, List<SubjectKey> keys, KeySeal seal, String gateway) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (SubjectKey key : keys) {
                insert.setString(1, key.id());
                insert.setString(2, seal.lookup(key.name()));
                insert.setString(3, key.alias().map(seal::lookup).orElse(null));
                insert.setString(4, seal.seal(key));
                insert.setString(5, gateway);
                insert.setObject(6, Transaction.timestamp(key.createdAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<Row> newest(Connection connection, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NEWEST)) {
            query.setInt(1, limit);
            return rows(query);
        }
    }

    static Map<String, Row> byId(Connection connection, Collection<String> ids) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(BY_ID)) {
            query.setArray(1, connection.createArrayOf("text", ids.toArray()));
            Map<String, Row> found = new LinkedHashMap<>();
            rows(query).forEach(row -> found.put(row.id(), row));
            return found;
        }
    }

    /** Those of a name, and those of whoever is called so besides. */
    static List<Row> byName(Connection connection, Collection<String> lookups, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(BY_NAME)) {
            query.setArray(1, connection.createArrayOf("text", lookups.toArray()));
            query.setArray(2, connection.createArrayOf("text", lookups.toArray()));
            query.setInt(3, limit);
            return rows(query);
        }
    }

    static List<String> erasedSince(Connection connection, Instant since) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ERASED)) {
            query.setObject(1, Transaction.timestamp(since));
            List<String> ids = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** By the clock of the database, which is the same for all gateways. */
    static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT now() AS now");
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the database does not know the time");
            }
            return Transaction.instant(row, "now").orElseThrow();
        }
    }

    /** How many were erased now. */
    static int erase(Connection connection, String erasure, Collection<String> ids) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ERASE)) {
            update.setString(1, erasure);
            update.setArray(2, connection.createArrayOf("text", ids.toArray()));
            return update.executeUpdate();
        }
    }

    private static List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        row.getString("id"),
                        Optional.ofNullable(row.getString("sealed")),
                        Transaction.instant(row, "erased_at")));
            }
        }
        return rows;
    }
}
