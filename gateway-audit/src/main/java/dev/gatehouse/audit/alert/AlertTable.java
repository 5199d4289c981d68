package dev.gatehouse.audit.alert;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of alerts. What every gateway would tell is told by the one that writes it down. */
final class AlertTable {
    static final int LISTED_MAX = 1_000;

    /** What another gateway sees is not over because one is late. */
    private static final Duration LATE = Duration.ofSeconds(20);

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int ENDED_MAX = 100;
    private static final String COLUMNS =
            "id, rule, key, severity, text, raised_at, seen_at, times, told_at, over_at, acknowledged_by,"
                    + " silenced_until, silenced_by, reason";

    private AlertTable() {}

    /** How an alert stands now, and whether it is for us to tell. */
    record Said(Alert alert, Standing standing, Standing.News news) {}

    static Said sighted(Connection connection, Sighted sighted, Instant now, Duration repeat) throws SQLException {
        insert(connection, sighted);
        Alert before = find(connection, sighted.id(), true).orElseThrow();
        boolean again = before.overAt().isPresent();
        Optional<Instant> toldAt = later(again ? Optional.empty() : before.toldAt(), sighted.toldAt());
        Standing standing = new Standing(
                toldAt,
                before.silence().map(Alert.Silence::until),
                !again && before.acknowledgedBy().isPresent());
        Standing.News news = standing.news(now, repeat);
        Standing after = news == Standing.News.NONE ? standing : standing.told(now);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE audit.alert SET severity = ?, text = ?, seen_at = greatest(seen_at, ?),
                    holds_until = greatest(holds_until, ?), times = CASE WHEN over_at IS NULL THEN times ELSE 0 END + ?,
                    raised_at = CASE WHEN over_at IS NULL THEN raised_at ELSE ? END,
                    acknowledged_by = CASE WHEN over_at IS NULL THEN acknowledged_by END,
                    told_at = ?, over_at = NULL
                WHERE id = ?""")) {
            update.setInt(1, sighted.rule().severity().rank());
            update.setString(2, storable(sighted.text()));
            update.setObject(3, timestamp(sighted.seenAt()));
            update.setObject(4, timestamp(holdsUntil(sighted)));
            update.setLong(5, sighted.times());
            update.setObject(6, timestamp(sighted.raisedAt()));
            update.setObject(7, after.toldAt().map(at -> timestamp(at)).orElse(null));
            update.setString(8, sighted.id());
            update.executeUpdate();
        }
        return new Said(find(connection, sighted.id(), false).orElseThrow(), after, news);
    }

    private static void insert(Connection connection, Sighted sighted) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO audit.alert (id, rule, key, severity, text, raised_at, seen_at, holds_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""")) {
            insert.setString(1, sighted.id());
            insert.setString(2, sighted.rule().name());
            insert.setString(3, storable(sighted.key()));
            insert.setInt(4, sighted.rule().severity().rank());
            insert.setString(5, storable(sighted.text()));
            insert.setObject(6, timestamp(sighted.raisedAt()));
            insert.setObject(7, timestamp(sighted.seenAt()));
            insert.setObject(8, timestamp(holdsUntil(sighted)));
            insert.executeUpdate();
        }
    }

    private static Instant holdsUntil(Sighted sighted) {
        return sighted.seenAt().plus(sighted.rule().holds()).plus(LATE);
    }

    /** Ends what nobody sees any more; each is given to one gateway. */
    static List<Alert> end(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE audit.alert SET over_at = ? WHERE id IN (
                    SELECT id FROM audit.alert WHERE over_at IS NULL AND holds_until < ? ORDER BY holds_until LIMIT ?
                    FOR UPDATE SKIP LOCKED)
                RETURNING\s""" + COLUMNS)) {
            update.setObject(1, timestamp(now));
            update.setObject(2, timestamp(now));
            update.setInt(3, ENDED_MAX);
            return read(update);
        }
    }

    static void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM audit.alert WHERE over_at < ? AND (silenced_until IS NULL OR silenced_until < ?)")) {
            delete.setObject(1, timestamp(now.minus(KEPT)));
            delete.setObject(2, timestamp(now));
            delete.executeUpdate();
        }
    }

    /** Those that go on first, the worst of them first. */
    static List<Alert> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM audit.alert ORDER BY over_at IS NOT NULL, severity, seen_at DESC LIMIT " + LISTED_MAX)) {
            return read(select);
        }
    }

    static Optional<Alert> find(Connection connection, String id, boolean lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM audit.alert WHERE id = ?" + (lock ? " FOR UPDATE" : ""))) {
            select.setString(1, id);
            return read(select).stream().findFirst();
        }
    }

    static void acknowledge(Connection connection, String id, String by, String reason) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE audit.alert SET acknowledged_by = ?, reason = ? WHERE id = ?")) {
            update.setString(1, by);
            update.setString(2, storable(reason));
            update.setString(3, id);
            update.executeUpdate();
        }
    }

    static void silence(Connection connection, String id, Alert.Silence silence, String reason) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE audit.alert SET silenced_until = ?, silenced_by = ?, reason = ? WHERE id = ?")) {
            update.setObject(1, timestamp(silence.until()));
            update.setString(2, silence.by());
            update.setString(3, storable(reason));
            update.setString(4, id);
            update.executeUpdate();
        }
    }

    private static List<Alert> read(PreparedStatement statement) throws SQLException {
        List<Alert> alerts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                alerts.add(alert(row));
            }
        }
        return alerts;
    }

    private static Alert alert(ResultSet row) throws SQLException {
        Optional<String> by = Optional.ofNullable(row.getString("silenced_by"));
        Optional<Instant> until = instant(row, "silenced_until");
        return new Alert(
                row.getString("id"),
                row.getString("rule"),
                row.getString("key"),
                Severity.ofRank(row.getInt("severity")),
                row.getString("text"),
                instant(row, "raised_at").orElseThrow(),
                instant(row, "seen_at").orElseThrow(),
                row.getLong("times"),
                instant(row, "told_at"),
                instant(row, "over_at"),
                Optional.ofNullable(row.getString("acknowledged_by")),
                until.map(time -> new Alert.Silence(time, by.orElse(""))),
                Optional.ofNullable(row.getString("reason")));
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.filter(at -> at.isAfter(one.get())).isPresent() ? other : one;
    }

    /** PostgreSQL keeps no text with a NUL in it. */
    private static String storable(String text) {
        return text.replace('\0', ' ');
    }
}
