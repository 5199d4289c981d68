package dev.gatehouse.auth.scim;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Reading and binding what the tables of users and groups have in common. */
final class Stored {
    private Stored() {}

    static Json json(String text) throws SQLException {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new SQLException("a stored resource is damaged: " + e.getMessage(), e);
        }
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Binds parameters from the first on, and returns the index behind them. */
    static int bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        int at = 1;
        for (Object parameter : parameters) {
            statement.setObject(at++, parameter);
        }
        return at;
    }

    static void bindIds(PreparedStatement statement, int at, java.util.Collection<UUID> ids) throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }

    static long count(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
