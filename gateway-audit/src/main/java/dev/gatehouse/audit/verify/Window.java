package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
                if (!row.next()) {
                    return Optional.empty();
                }
                Position at = new Position(row.getLong(1), row.getLong(2));
                return BlockHeader.read(row.getBytes(3)).map(header -> new Block(at, header));
            }
        }
    }

    private static Position position(Array array) throws SQLException {
        Long[] parts = (Long[]) array.getArray();
        return new Position(parts[0], parts[1]);
    }
}
