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
        String sql = from.equals(Position.ZERO)
                ? "INSERT INTO audit.watermark (epoch, seq, gateway_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                : "UPDATE audit.watermark SET epoch = ?, seq = ?, moved_at = now()"
                        + " WHERE gateway_id = ? AND epoch = ? AND seq = ?";
        try (PreparedStatement move = connection.prepareStatement(sql)) {
            move.setLong(1, to.epoch());
            move.setLong(2, to.seq());
            move.setString(3, gatewayId);
            if (!from.equals(Position.ZERO)) {
                move.setLong(4, from.epoch());
                move.setLong(5, from.seq());
            }
            return move.executeUpdate() == 1;
        }
    }
}
