package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of a gateway's stream that holds all its records of one partition and, wherever they are sealed, whole blocks: so much is
 * needed to prove them.
 *
 * @param first the first record that is asked for
 * @param from not before
 * @param covered the last record that a block in it covers
 * @param to not after: the last block
 * @param records how many of them are asked for
 */
public record Window(String gateway, Position first, Position from, Position covered, Position to, long records) {
    static final String QUERY = """
            SELECT gateway_id, min(ARRAY[epoch, seq]), max(ARRAY[epoch, seq]), count(*) FROM audit.event
            WHERE keep_days = ? AND at >= ? AND at < ? GROUP BY gateway_id ORDER BY gateway_id""";

    private static final String NEXT_BLOCK = """
            SELECT epoch, seq, header FROM audit.block WHERE gateway_id = ? AND (epoch, seq) > (?, ?)
            ORDER BY epoch, seq LIMIT 1""";

    /** By the clock of the gateway, which is the order of its blocks but for jumps. */
    private static final String LAST_BEFORE = """
            SELECT epoch, seq, header FROM audit.block WHERE gateway_id = ? AND wall_ns < ?
            ORDER BY epoch DESC, seq DESC LIMIT 1""";

    private static final String FIRST = """
            SELECT epoch, seq, header FROM audit.block WHERE gateway_id = ? ORDER BY epoch, seq LIMIT 1""";

    /** The header of a block is written some records after it. */
    private static final String AFTER = """
            SELECT epoch, seq, header FROM audit.block WHERE gateway_id = ? AND (epoch, seq) > (?, ?)
            ORDER BY epoch, seq LIMIT 16""";

    /** From the last block before a time, or the first of all, to the block whose last record is {@code end}. */
    static Optional<Window> between(Connection connection, String gateway, Instant from, Position end)
            throws SQLException {
        Optional<Block> begin = begin(connection, gateway, from);
        Optional<Block> last = ending(connection, gateway, end);
        return begin.flatMap(first -> last.map(block ->
                new Window(gateway, first.header().first(), first.header().first(), end, block.at(), 0)));
    }

    private static Optional<Block> begin(Connection connection, String gateway, Instant from) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LAST_BEFORE)) {
            query.setString(1, gateway);
            query.setLong(2, EpochNanos.of(from));
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return block(row);
                }
            }
        }
        try (PreparedStatement query = connection.prepareStatement(FIRST)) {
            query.setString(1, gateway);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? block(row) : Optional.empty();
            }
        }
    }

    private static Optional<Block> ending(Connection connection, String gateway, Position end) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(AFTER)) {
            query.setString(1, gateway);
            query.setLong(2, end.epoch());
            query.setLong(3, end.seq());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Optional<Block> block =
                            block(row).filter(one -> one.header().last().equals(end));
                    if (block.isPresent()) {
                        return block;
                    }
                }
                return Optional.empty();
            }
        }
    }

    private static Optional<Block> block(ResultSet row) throws SQLException {
        Position at = new Position(row.getLong(1), row.getLong(2));
        return BlockHeader.read(row.getBytes(3)).map(header -> new Block(at, header));
    }

    static Window of(ResultSet row) throws SQLException {
        Position first = position(row.getArray(2));
        Position last = position(row.getArray(3));
        return new Window(row.getString(1), first, first, last, last, row.getLong(4));
    }

    /** From the begin of the block that covers the first of them to the block that covers the last. */
    Window widened(Connection connection) throws SQLException {
        Position begin = nextBlock(connection, from)
                .map(block -> block.header().first())
                .filter(from::isAfter)
                .orElse(from);
        Optional<Block> last = nextBlock(connection, to);
        return new Window(
                gateway,
                first,
                begin,
                last.map(block -> block.header().last()).orElse(covered),
                last.map(Block::at).orElse(to),
                records);
    }

    /** What came while the last block was being made is covered by the next. */
    boolean holds(Position position) {
        return !position.isAfter(covered) || position.equals(to);
    }

    private record Block(Position at, BlockHeader header) {}

    private Optional<Block> nextBlock(Connection connection, Position after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NEXT_BLOCK)) {
            query.setString(1, gateway);
            query.setLong(2, after.epoch());
            query.setLong(3, after.seq());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? block(row) : Optional.empty();
            }
        }
    }

    private static Position position(Array array) throws SQLException {
        Long[] parts = (Long[]) array.getArray();
        return new Position(parts[0], parts[1]);
    }
}
