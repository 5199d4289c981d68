package dev.gatehouse.audit.ship;

import dev.gatehouse.audit.segment.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far this gateway's records have arrived, kept in the same transactions as the records. */
final class Watermark {
    private final String gatewayId;

    Watermark(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    /** {@link Position#ZERO} when the database has never seen this gateway. */
    Position read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT epoch, seq FROM audit.watermark WHERE gateway_id = ?")) {
            select.setString(1, gatewayId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Position(row.getLong(1), row.getLong(2)) : Position.ZERO;
            }
        }
    }

    /** Moves on from where this process knows it to be; false when somebody else has moved it since. */
    boolean move(Connection connection, Position from, Position to) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement("SELECT audit.move_watermark(?, ?, ?, ?, ?)")) {
            move.setString(1, gatewayId);
            move.setLong(2, from.epoch());
            move.setLong(3, from.seq());
            move.setLong(4, to.epoch());
            move.setLong(5, to.seq());
            try (ResultSet row = move.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
