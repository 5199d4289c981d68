package dev.gatehouse.policy.pin;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of pins that people read. */
final class PinRecords {
    /** Definitions may be large: so many are compared at once. */
    static final int VERSIONS_MAX = 200;

    private static final String COLUMNS = "upstream, kind, name, needed, approved_digest, approved_by, approved_at,"
            + " offered_digest, offered_at, rejected_by";

    private PinRecords() {}

    static List<PinRecord> list(DataSource database) throws SQLException {
        return Transaction.run(database, connection -> {
            try (PreparedStatement select = PinTable.prepare(
                            connection,
                            "SELECT " + COLUMNS + " FROM policy.pin ORDER BY upstream, kind, name, needed");
                    ResultSet rows = select.executeQuery()) {
                List<PinRecord> pins = new ArrayList<>();
                while (rows.next()) {
                    pins.add(record(rows));
                }
                return List.copyOf(pins);
            }
        });
    }

    /** @param name of one; without it all those whose decision is open */
    static List<PinVersions> versions(DataSource database, UpstreamId upstream, Optional<String> name)
            throws SQLException {
        return Transaction.run(database, connection -> versions(connection, upstream, name));
    }

    private static List<PinVersions> versions(Connection connection, UpstreamId upstream, Optional<String> name)
            throws SQLException {
        String which = name.isPresent() ? "name = ?" : "offered IS NOT NULL AND ? IS NOT NULL";
        try (PreparedStatement select = PinTable.prepare(
                connection,
                "SELECT " + COLUMNS + ", approved, offered, previous, previous_digest FROM policy.pin"
                        + " WHERE upstream = ? AND " + which + " ORDER BY kind, name, needed LIMIT " + VERSIONS_MAX)) {
            select.setString(1, upstream.value());
            select.setString(2, name.orElse(""));
            try (ResultSet rows = select.executeQuery()) {
                List<PinVersions> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(versions(rows));
                }
                return List.copyOf(found);
            }
        }
    }

    private static PinVersions versions(ResultSet row) throws SQLException {
        Optional<PinVersions.Version> approved = version(row, "approved");
        Optional<PinVersions.Version> offered = version(row, "offered");
        return offered.isPresent()
                ? new PinVersions(record(row), approved, offered.get())
                : new PinVersions(record(row), version(row, "previous"), approved.orElseThrow());
    }

    private static Optional<PinVersions.Version> version(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PinVersions.Version(row.getString(column + "_digest"), Json.read(bytes)));
        } catch (JsonSyntaxException e) {
            throw new SQLException("policy.pin holds a definition that is no JSON", e);
        }
    }

    private static PinRecord record(ResultSet row) throws SQLException {
        return new PinRecord(
                new UpstreamId(row.getString("upstream")),
                PinKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("needed"),
                Optional.ofNullable(row.getString("approved_digest")),
                Optional.ofNullable(row.getString("approved_by")),
                Transaction.instant(row, "approved_at"),
                Optional.ofNullable(row.getString("offered_digest")),
                Transaction.instant(row, "offered_at"),
                Optional.ofNullable(row.getString("rejected_by")));
    }
}
