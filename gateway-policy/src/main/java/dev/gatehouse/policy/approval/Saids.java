package dev.gatehouse.policy.approval;

import static dev.gatehouse.core.database.Transaction.instant;

import dev.gatehouse.policy.approval.ApprovalRequest.Said;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what people said about a request. */
final class Saids {
    private Saids() {}

    static ApprovalRequest with(Connection connection, ApprovalRequest request) throws SQLException {
        ApprovalRequest whole = request;
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT decider, label, approves, demands, standing_ms, comment, decided_at
                FROM policy.approval_decision WHERE approval = ? ORDER BY decided_at, decider""")) {
            select.setString(1, request.id());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    whole = whole.and(said(rows));
                }
            }
        }
        return whole;
    }

    private static Said said(ResultSet row) throws SQLException {
        List<Integer> demands = new ArrayList<>();
        for (Object demand : (Object[]) row.getArray("demands").getArray()) {
            demands.add((Integer) demand);
        }
        long standingMillis = row.getLong("standing_ms");
        Optional<Duration> standing = row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(standingMillis));
        return new Said(
                row.getString("decider"),
                row.getString("label"),
                row.getBoolean("approves"),
                demands,
                standing,
                row.getString("comment"),
                instant(row, "decided_at").orElseThrow());
    }
}
