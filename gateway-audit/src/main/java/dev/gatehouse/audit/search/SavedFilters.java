package dev.gatehouse.audit.search;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters as they are in the database. Each belongs to who saved it; saving and deleting one is recorded. */
public final class SavedFilters {
    /** Of one owner. */
    public static final int FILTERS_MAX = 200;

    private static final String SELECT = "SELECT owner, name, label, shared, fields, saved_at FROM audit.saved_filter";

    private static final String SAVE = """
            INSERT INTO audit.saved_filter (owner, name, label, shared, fields, saved_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (owner, name) DO UPDATE SET label = EXCLUDED.label, shared = EXCLUDED.shared,
                fields = EXCLUDED.fields, saved_at = EXCLUDED.saved_at""";

    private final RecordedChange.Place place;

    public SavedFilters(RecordedChange.Place place) {
        this.place = place;
    }

    /** What became of saving one. */
    public enum Saved {
        DONE,
        /** Somebody else shares one of this name. */
        TAKEN,
        /** {@link #FILTERS_MAX} is reached. */
        TOO_MANY
    }

    /** What a name stands for. */
    public sealed interface Named {
        record Known(SavedFilter filter) implements Named {}

        record Unknown() implements Named {}

        /** It was saved with a field that there is no more. */
        record Outdated(String field) implements Named {}
    }

    /** Saves it, in place of the owner's own one of this name. */
    public Saved save(String actor, SavedFilter filter) throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            Connection connection = change.connection();
            if (filter.shared() && isTaken(connection, filter)) {
                return Saved.TAKEN;
            }
            Optional<Json> before = own(connection, filter.owner(), filter.name());
            if (before.isEmpty() && count(connection, filter.owner()) >= FILTERS_MAX) {
                return Saved.TOO_MANY;
            }
            change.record(
                    "audit.filter.saved",
                    filter.name(),
                    filter.shared() ? "shared" : "",
                    new BeforeAfter(before, Optional.of(filter.told())));
            try (PreparedStatement save = connection.prepareStatement(SAVE)) {
                save.setString(1, filter.owner());
                save.setString(2, filter.name());
                save.setString(3, filter.label());
                save.setBoolean(4, filter.shared());
                save.setString(5, SavedFilter.json(filter.fields()).toString());
                save.setObject(6, Transaction.timestamp(filter.savedAt()));
                save.executeUpdate();
            }
            return Saved.DONE;
        });
    }

    /** Deletes the owner's own; false when there is none. */
    public boolean delete(String actor, String owner, String name) throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            Optional<Json> before = own(change.connection(), owner, name);
            if (before.isEmpty()) {
                return false;
            }
            change.record("audit.filter.deleted", name, "", BeforeAfter.deleted(before.get()));
            try (PreparedStatement delete = change.connection()
                    .prepareStatement("DELETE FROM audit.saved_filter WHERE owner = ? AND name = ?")) {
                delete.setString(1, owner);
                delete.setString(2, name);
                return delete.executeUpdate() == 1;
            }
        });
    }

    /** Their own and, for those who may use them, the shared ones of others; by name. Fields that are no more are left out. */
    public List<SavedFilter> of(String owner, boolean withShared) throws SQLException {
        return select(" WHERE owner = ? OR (? AND shared) ORDER BY name, owner", owner, withShared).stream()
                .map(Row::filter)
                .toList();
    }

    /** Their own of this name, or else a shared one. */
    public Named find(String owner, boolean withShared, String name) throws SQLException {
        return select(
                        " WHERE name = ? AND (owner = ? OR (? AND shared)) ORDER BY owner = ? DESC LIMIT 1",
                        name,
                        owner,
                        withShared,
                        owner)
                .stream()
                .findFirst()
                .<Named>map(row -> row.strangers().isEmpty()
                        ? new Named.Known(row.filter())
                        : new Named.Outdated(row.strangers().getFirst()))
                .orElseGet(Named.Unknown::new);
    }

    private record Row(SavedFilter filter, List<String> strangers) {}

    private List<Row> select(String where, Object... arguments) throws SQLException {
        return Transaction.run(place.database(), connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
                for (int i = 0; i < arguments.length; i++) {
                    select.setObject(i + 1, arguments[i]);
                }
                List<Row> rows = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows.add(read(row));
                    }
                }
                return rows;
            }
        });
    }

    private static Row read(ResultSet row) throws SQLException {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        List<String> strangers = new ArrayList<>();
        json(row.getString("fields"))
                .members()
                .forEach((label, value) -> Field.ofLabel(label)
                        .ifPresentOrElse(
                                field -> fields.put(field, value.string().orElse("")), () -> strangers.add(label)));
        SavedFilter filter = new SavedFilter(
                row.getString("owner"),
                row.getString("name"),
                row.getString("label"),
                row.getBoolean("shared"),
                fields,
                Transaction.instant(row, "saved_at").orElseThrow());
        return new Row(filter, strangers);
    }

    private static Json json(String text) throws SQLException {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new SQLException("a saved filter is no JSON", e);
        }
    }

    private static Optional<Json> own(Connection connection, String owner, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + " WHERE owner = ? AND name = ? FOR UPDATE")) {
            select.setString(1, owner);
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row).filter().told()) : Optional.empty();
            }
        }
    }

    private static boolean isTaken(Connection connection, SavedFilter filter) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + " WHERE shared AND name = ? AND owner <> ?")) {
            select.setString(1, filter.name());
            select.setString(2, filter.owner());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static long count(Connection connection, String owner) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT count(*) FROM audit.saved_filter WHERE owner = ?")) {
            select.setString(1, owner);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
