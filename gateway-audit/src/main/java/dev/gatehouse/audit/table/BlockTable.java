package dev.gatehouse.audit.table;

import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Puts blocks into {@code audit.block}; one that is there already stays. */
public final class BlockTable {
    private final String gatewayId;

    public BlockTable(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    /** Those among the records. There is one for every second or every thousand records. */
    public void insert(Connection connection, List<SpoolRecord> records) throws SQLException {
        for (SpoolRecord record : records) {
            if (record.kind() == RecordKind.BLOCK) {
                insert(connection, record);
            }
        }
    }

    private void insert(Connection connection, SpoolRecord record) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit.block (gateway_id, epoch, seq, wall_ns, mono_ns, header, signature)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, gatewayId);
            insert.setLong(2, record.position().epoch());
            insert.setLong(3, record.position().seq());
            insert.setLong(4, record.wallNanos());
            insert.setLong(5, record.monoNanos());
            insert.setBytes(6, record.head());
            insert.setBytes(7, record.kept());
            insert.executeUpdate();
        }
    }
}
