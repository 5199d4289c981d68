package dev.gatehouse.audit.table;

import dev.gatehouse.audit.segment.SpoolRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Parks a record that the event table refuses, whole, so that the others can go on. */
public final class DeadLetters {
    private static final int REASON_CHARS_MAX = 1_000;

    private final String gatewayId;

    public DeadLetters(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    public void park(Connection connection, SpoolRecord record, String reason) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit.dead_letter (gateway_id, epoch, seq, reason, body, payload, kind, wall_ns, mono_ns)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, gatewayId);
            insert.setLong(2, record.position().epoch());
            insert.setLong(3, record.position().seq());
            insert.setString(4, reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX)));
            insert.setBytes(5, record.head());
            insert.setBytes(6, record.kept());
            insert.setInt(7, record.kind().code());
            insert.setLong(8, record.wallNanos());
            insert.setLong(9, record.monoNanos());
            insert.executeUpdate();
        }
    }
}
