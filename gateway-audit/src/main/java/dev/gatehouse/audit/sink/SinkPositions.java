package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far a sink is, who may move that, and what it refused. */
final class SinkPositions {
    private static final int ANSWER_CHARS_MAX = 1_000;
    /** Arbitrary; the second half of the lock's key is the sink's name. */
    private static final int ADVISORY_LOCK = 0x6761_0002;

    private final String sink;

    /**
     * How far a sink is in the trail of one gateway.
     *
     * @param announced where the batch ends that was about to be sent
     */
    record Progress(Position at, Optional<Position> announced) {
        static final Progress NONE = new Progress(Position.ZERO, Optional.empty());
    }

    SinkPositions(String sink) {
        this.sink = sink;
    }

    /** Whether this connection is the one that sends, for as long as it lives. */
    boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
            lock.setInt(1, ADVISORY_LOCK);
            lock.setString(2, sink);
            try (ResultSet row = lock.executeQuery()) {
                boolean isLocked = row.next() && row.getBoolean(1);
                connection.commit();
                return isLocked;
            }
        }
    }

    /** By gateway; one that this sink has taken nothing of may not be among them. */
    Map<String, Progress> read(Connection connection) throws SQLException {
        Map<String, Progress> positions = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT gateway_id, epoch, seq, announced_epoch, announced_seq"
                        + " FROM audit.sink_position WHERE sink = ?")) {
            select.setString(1, sink);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Position at = new Position(row.getLong(2), row.getLong(3));
                    Position announced = new Position(row.getLong(4), row.getLong(5));
                    positions.put(
                            row.getString(1),
                            new Progress(at, Optional.of(announced).filter(end -> end.isAfter(at))));
                }
            }
        }
        return positions;
    }

    /** Moves on from where this process knows it to be. Part of the transaction under way. */
    void move(Connection connection, String gateway, Position from, Position to) throws SQLException {
        String sql = from.equals(Position.ZERO)
                ? "INSERT INTO audit.sink_position AS known (epoch, seq, sink, gateway_id) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (sink, gateway_id) DO UPDATE SET epoch = EXCLUDED.epoch, seq = EXCLUDED.seq,"
                        + " moved_at = now() WHERE (known.epoch, known.seq) = (?, ?)"
                : "UPDATE audit.sink_position SET epoch = ?, seq = ?, moved_at = now()"
                        + " WHERE sink = ? AND gateway_id = ? AND epoch = ? AND seq = ?";
        write(connection, sql, gateway, from, to);
    }

    /** What is sent next from there ends here, whoever sends it. Part of the transaction under way. */
    void announce(Connection connection, String gateway, Position from, Position end) throws SQLException {
        String sql = from.equals(Position.ZERO)
                ? "INSERT INTO audit.sink_position AS known (announced_epoch, announced_seq, sink, gateway_id, epoch, seq)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sink, gateway_id) DO UPDATE"
                        + " SET announced_epoch = EXCLUDED.announced_epoch, announced_seq = EXCLUDED.announced_seq"
                        + " WHERE (known.epoch, known.seq) = (EXCLUDED.epoch, EXCLUDED.seq)"
                : "UPDATE audit.sink_position SET announced_epoch = ?, announced_seq = ?"
                        + " WHERE sink = ? AND gateway_id = ? AND epoch = ? AND seq = ?";
        write(connection, sql, gateway, from, end);
    }

    private void write(Connection connection, String sql, String gateway, Position from, Position to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, to.epoch());
            statement.setLong(2, to.seq());
            statement.setString(3, sink);
            statement.setString(4, gateway);
            statement.setLong(5, from.epoch());
            statement.setLong(6, from.seq());
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the position of sink " + sink + " was moved by somebody else");
            }
        }
    }

    /** Part of the transaction under way. */
    void refuse(Connection connection, SinkRecord record, String answer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit.sink_refused (sink, gateway_id, epoch, seq, answer, body) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, sink);
            insert.setString(2, record.gateway());
            insert.setLong(3, record.position().epoch());
            insert.setLong(4, record.position().seq());
            insert.setString(5, storable(answer));
            insert.setBytes(6, record.body());
            insert.executeUpdate();
        }
    }

    /** PostgreSQL keeps no text with a NUL in it. */
    private static String storable(String answer) {
        return answer.substring(0, Math.min(answer.length(), ANSWER_CHARS_MAX)).replace('\0', ' ');
    }
}
