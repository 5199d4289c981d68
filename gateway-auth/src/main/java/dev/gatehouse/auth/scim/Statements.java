package dev.gatehouse.auth.scim;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What goes into statements and comes out of rows, in the types of this package. */
final class Statements {
    private Statements() {}

    static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        int at = 1;
        for (Object parameter : parameters) {
            statement.setObject(at++, parameter);
        }
    }

    static void bindIds(PreparedStatement statement, int at, Collection<UUID> ids) throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Json json(String stored) throws SQLException {
        try {
            return Json.read(stored);
        } catch (JsonSyntaxException e) {
            throw new SQLException("a stored resource is damaged: " + e.getMessage(), e);
        }
    }
}
