package dev.gatehouse.audit.report;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.digest.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far the trail goes for a report: of each gateway one signed block. Its header names the one before by hash, so it stands
 * for all that was sealed before it. What came later is not in the report.
 *
 * @param covered by gateway
 */
public record Coverage(Map<String, LastBlock> covered) {
    /** Gateways beyond this many are not asked for one by one. */
    static final int GATEWAYS_MAX = 1_000;

    private static final long NANOS = 1_000_000_000L;

    /** Steps from one gateway to the next by the primary key: there is a block for each second. */
    private static final String NEWEST = """
            WITH RECURSIVE seen (id) AS (
                SELECT min(gateway_id) FROM audit.block
                UNION ALL
                SELECT (SELECT min(gateway_id) FROM audit.block WHERE gateway_id > id) FROM seen WHERE id IS NOT NULL)
            SELECT newest.header FROM seen CROSS JOIN LATERAL (
                SELECT header FROM audit.block WHERE gateway_id = id ORDER BY epoch DESC, seq DESC LIMIT 1) newest
            WHERE id IS NOT NULL LIMIT ?""";

    /** Its header is written some records after it, and so may the one before be. */
    private static final String AT = """
            SELECT header FROM audit.block WHERE gateway_id = ? AND (epoch, seq) > (?, ?)
            ORDER BY epoch, seq LIMIT 16""";

    /**
     * The block that a report goes as far as.
     *
     * @param last the last record that it covers
     * @param block its number in the chain
     * @param sha256 of its header
     * @param at when it was made
     */
    public record LastBlock(String gateway, Position last, long chain, long block, String sha256, Instant at) {
        static Optional<LastBlock> of(byte[] header) {
            return BlockHeader.read(header)
                    .map(read -> new LastBlock(
                            read.gateway(),
                            read.last(),
                            read.chain(),
                            read.number(),
                            Sha256.hex(header),
                            Instant.ofEpochSecond(read.atNanos() / NANOS, read.atNanos() % NANOS)));
        }

        /** {@code GATEWAY/EPOCH/SEQ}. */
        String key() {
            return gateway + "/" + last.epoch() + "/" + last.seq();
        }
    }

    public Coverage {
        covered = Map.copyOf(covered);
    }

    /** As far as the database has it now. */
    static Coverage newest(Connection connection) throws SQLException {
        Map<String, LastBlock> found = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setInt(1, GATEWAYS_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LastBlock.of(row.getBytes(1)).ifPresent(one -> found.put(one.gateway(), one));
                }
            }
        }
        return new Coverage(found);
    }

    /** As far as these places, each the end of a block; empty when one of them is none. */
    static Optional<Coverage> of(Connection connection, Map<String, Position> places) throws SQLException {
        Map<String, LastBlock> found = new TreeMap<>();
        for (Map.Entry<String, Position> place : places.entrySet()) {
            Optional<LastBlock> block = at(connection, place.getKey(), place.getValue());
            if (block.isEmpty()) {
                return Optional.empty();
            }
            found.put(place.getKey(), block.get());
        }
        return Optional.of(new Coverage(found));
    }

    private static Optional<LastBlock> at(Connection connection, String gateway, Position last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AT)) {
            select.setString(1, gateway);
            select.setLong(2, last.epoch());
            select.setLong(3, last.seq());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<LastBlock> block = LastBlock.of(row.getBytes(1))
                            .filter(one -> one.last().equals(last));
                    if (block.isPresent()) {
                        return block;
                    }
                }
                return Optional.empty();
            }
        }
    }

    /** Reads what {@link #key} says; empty when it is nothing of the kind. */
    public static Optional<Map<String, Position>> read(String key) {
        Map<String, Position> places = new TreeMap<>();
        for (String part : key.split(",", -1)) {
            String[] words = part.split("/", -1);
            boolean isPlace = words.length == 3
                    && !words[0].isEmpty()
                    && words[0].indexOf('\0') < 0
                    && words[1].matches("[0-9]{1,18}")
                    && words[2].matches("[0-9]{1,18}");
            if (!isPlace || places.size() == GATEWAYS_MAX) {
                return Optional.empty();
            }
            places.put(words[0], new Position(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
        return Optional.of(places);
    }

    /** All of it, in one word: {@code GATEWAY/EPOCH/SEQ,…}. */
    public String key() {
        return inOrder().stream().map(LastBlock::key).collect(Collectors.joining(","));
    }

    public List<LastBlock> inOrder() {
        return new ArrayList<>(new TreeMap<>(covered).values());
    }

    boolean includes(String gateway, Position position) {
        return Optional.ofNullable(covered.get(gateway))
                .filter(block -> !position.isAfter(block.last()))
                .isPresent();
    }
}
