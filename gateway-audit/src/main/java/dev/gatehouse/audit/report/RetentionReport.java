package dev.gatehouse.audit.report;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long records are kept, what became of those whose time was over, and what is overdue. */
final class RetentionReport {
    private static final String RECORDS =
            "event.type = 'administered' AND (starts_with(event.detail, 'audit.retention')"
                    + " OR starts_with(event.detail, 'audit.hold'))";

    /** One snapshot of each configuration in turn, with the one that was in force when the period began. */
    private static final String CONFIGURATIONS = """
            SELECT taken_at, revision, sha256, body FROM (
                SELECT *, lag(revision) OVER (ORDER BY taken_at, number) IS DISTINCT FROM revision AS is_other
                FROM audit.access_snapshot
                WHERE taken_at < ? AND taken_at >= coalesce(
                    (SELECT max(taken_at) FROM audit.access_snapshot WHERE taken_at <= ?), '-infinity')) told
            WHERE is_other ORDER BY taken_at, number LIMIT 500""";

    private static final String OVERDUE = """
            SELECT keep, of_day, coalesce(audit.held_by(keep, of_day), '') FROM audit.days_over()
            ORDER BY of_day, keep LIMIT 10000""";

    private static final String DROPPED = """
            SELECT keep_days, day, dropped_at, records, coalesce(archive, '') FROM audit.retention
            WHERE dropped_at >= ? AND dropped_at < ? ORDER BY dropped_at, day, keep_days LIMIT 100000""";

    private RetentionReport() {}

    static List<Section> of(Connection connection, Period period, TrailRows rows) throws SQLException {
        return List.of(times(connection, period), records(rows), dropped(connection, period), overdue(connection));
    }

    private static Section times(Connection connection, Period period) throws SQLException {
        SectionRows rows = section(
                "times",
                "How long records are kept",
                "By bundle, when it was first seen so: out of the snapshots of access. What belongs to no bundle has the"
                        + " gateway's time. A change moves no record that is there.",
                Section.Basis.SEALED,
                "seen at",
                "revision",
                "bundle",
                "days",
                "payloads");
        Map<String, String> before = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CONFIGURATIONS)) {
            select.setObject(1, Transaction.timestamp(period.to()));
            select.setObject(2, Transaction.timestamp(period.from()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    AccessSnapshot snapshot = AccessSnapshots.read(row);
                    if (AccessSnapshots.isAsTaken(snapshot)) {
                        times(snapshot, before, rows);
                    } else {
                        rows.add(snapshot.takenAt().toString(), snapshot.revision(), "ALTERED", "", "");
                    }
                }
            }
        }
        return rows.done();
    }

    private static void times(AccessSnapshot snapshot, Map<String, String> before, SectionRows rows) {
        for (Json kept : snapshot.body().member("keeps").map(Json::elements).orElse(List.of())) {
            String bundle = kept.text("bundle").orElse("");
            String days = kept.member("days").map(Json::toString).orElse("");
            String payloads = kept.text("payloads").orElse("");
            if (!(days + " " + payloads).equals(before.put(bundle, days + " " + payloads))) {
                rows.add(snapshot.takenAt().toString(), snapshot.revision(), bundle, days, payloads);
            }
        }
    }

    private static Section records(TrailRows trail) throws SQLException {
        SectionRows rows = section(
                "records",
                "What was dropped, archived, held and released",
                "The records of it, each made before it was done; archives with the SHA-256 of their files.",
                Section.Basis.SEALED,
                "at",
                "actor",
                "action",
                "object",
                "detail",
                "record");
        trail.inOrder(RECORDS, row -> {
            rows.add(
                    row.at().toString(),
                    row.said("actor"),
                    row.said("action"),
                    row.said("object"),
                    row.said("detail"),
                    row.place());
            return true;
        });
        return rows.done();
    }

    private static Section dropped(Connection connection, Period period) throws SQLException {
        SectionRows rows = section(
                "dropped",
                "Days that were dropped",
                "As the database counted them, for comparison with the records above.",
                Section.Basis.NOW,
                "kept for days",
                "day",
                "dropped at",
                "records",
                "archive");
        try (PreparedStatement select = connection.prepareStatement(DROPPED)) {
            select.setObject(1, Transaction.timestamp(period.from()));
            select.setObject(2, Transaction.timestamp(period.to()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(
                            Integer.toString(row.getInt(1)),
                            row.getString(2),
                            Transaction.instant(row, "dropped_at").orElseThrow().toString(),
                            Long.toString(row.getLong(4)),
                            row.getString(5));
                }
            }
        }
        return rows.done();
    }

    private static Section overdue(Connection connection) throws SQLException {
        SectionRows rows = section(
                "overdue",
                "Days that are overdue",
                "Days whose time is over and that are still here when this is made, with what holds them; at most 10,000.",
                Section.Basis.NOW,
                "kept for days",
                "day",
                "held by");
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(OVERDUE)) {
            while (row.next()) {
                rows.add(Integer.toString(row.getInt(1)), row.getString(2), row.getString(3));
            }
        }
        return rows.done();
    }

    private static SectionRows section(
            String name, String title, String about, Section.Basis basis, String... columns) {
        return new SectionRows(name, title, about, basis, columns);
    }
}
