package dev.gatehouse.auth.scim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reads the rows of one kind of resource. Every statement is about one provider's, and about none that was deleted.
 *
 * @param columns what {@code reader} wants
 */
record ResourceRows<R>(String table, String columns, Reader<R> reader) {
    private static final String WHERE = " WHERE provider = ? AND deleted_at IS NULL";
    private static final int FETCH_ROWS = 500;

    @FunctionalInterface
    interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    Optional<R> find(Connection connection, String provider, UUID id) throws SQLException {
        return one(connection, " AND id = ?", provider, id);
    }

    /** The same, held until the transaction ends. */
    Optional<R> lock(Connection connection, String provider, UUID id) throws SQLException {
        return one(connection, " AND id = ? FOR UPDATE", provider, id);
    }

    /** @param condition SQL with one parameter */
    Optional<R> one(Connection connection, String condition, String provider, Object parameter) throws SQLException {
        return read(connection, select() + condition, List.of(provider, parameter)).stream()
                .findFirst();
    }

    List<R> page(Connection connection, String provider, Page page) throws SQLException {
        return read(
                connection,
                select() + " ORDER BY position OFFSET ? LIMIT ?",
                List.of(provider, page.skipped(), page.count()));
    }

    long count(Connection connection, String provider) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM " + table + WHERE)) {
            select.setString(1, provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Goes through candidates in order, a few of them in memory at a time. */
    void scan(Connection connection, String provider, Narrowing narrowing, Candidates<R> candidates)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                select() + narrowing.where() + " ORDER BY position LIMIT " + (Narrowing.CANDIDATES_MAX + 1))) {
            select.setFetchSize(FETCH_ROWS);
            Statements.bind(
                    select,
                    Stream.concat(Stream.of(provider), narrowing.parameters().stream())
                            .toList());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    candidates.consider(reader.read(rows));
                }
            }
        }
    }

    private String select() {
        return "SELECT " + columns + " FROM " + table + WHERE;
    }

    private List<R> read(Connection connection, String sql, List<?> parameters) throws SQLException {
        List<R> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Statements.bind(select, parameters);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
        }
        return found;
    }
}
