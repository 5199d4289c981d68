package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the trail on, gateway by gateway, in order, and no further than each gateway has shipped it. */
final class TrailReader {
    private static final int EVENT = 1;
    private static final int BLOCK = 3;
    private static final String PART =
            " FROM %s WHERE gateway_id = ? AND (epoch, seq) > (?, ?) AND (epoch, seq) <= (?, ?)";
    private static final String NEXT = "SELECT 1 AS source, epoch, seq, at, type, body, %s AS payload"
            + PART.formatted("audit.event") + " AND at >= ?"
            + " UNION ALL SELECT 2, epoch, seq, to_timestamp(COALESCE(wall_ns, 0) / 1e9), NULL, body, %s"
            + PART.formatted("audit.dead_letter")
            + " UNION ALL SELECT 3, epoch, seq, NULL, NULL, NULL, NULL"
            + PART.formatted("audit.block")
            + " ORDER BY epoch, seq LIMIT ?";
    private static final OffsetDateTime ALWAYS = OffsetDateTime.MIN;
    private static final Duration OUT_OF_ORDER_MAX = Duration.ofDays(1);
    private static final int PARTS = 3;
    private static final byte[] NOTHING = {};
    private static final int FETCHED_ROWS = 100;
    private static final String EPOCH_STARTED = "epoch_started";

    private final SinkSelection selection;
    private final SinkFormat format;
    private final SinkSettings settings;
    private final String next;
    /** By gateway, from when on records are looked for first. */
    private final Map<String, OffsetDateTime> lastSeen = new HashMap<>();

    TrailReader(SinkSelection selection, SinkFormat format, SinkSettings settings) {
        this.selection = selection;
        this.format = format;
        this.settings = settings;
        String payload = selection.payloads() ? "payload" : "NULL::bytea";
        this.next = NEXT.formatted(payload, payload);
    }

    /**
     * A stretch of one gateway's trail.
     *
     * @param records what the sink gets of it
     * @param unreadable what it cannot get, because it is no event that this gateway understands
     * @param end its last position
     * @param missing how many records of it are gone
     */
    record Stretch(List<SinkRecord> records, List<SinkRecord> unreadable, Position end, long missing) {}

    /** Where the trail of each gateway ends, in the order of their names. */
    Map<String, Position> ends(Connection connection) throws SQLException {
        Map<String, Position> ends = new TreeMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT gateway_id, epoch, seq FROM audit.watermark");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ends.put(row.getString(1), new Position(row.getLong(2), row.getLong(3)));
            }
        }
        return ends;
    }

    /** How many records lie between two positions; of epochs that ended, up to their last block. */
    long count(Connection connection, String gateway, Position from, Position to) throws SQLException {
        if (!to.isAfter(from)) {
            return 0;
        }
        if (from.epoch() == to.epoch()) {
            return to.seq() - from.seq();
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT COALESCE(sum(last), 0) FROM (SELECT max(seq) AS last FROM audit.block"
                        + " WHERE gateway_id = ? AND epoch >= ? AND epoch < ? GROUP BY epoch) AS ended")) {
            select.setString(1, gateway);
            select.setLong(2, from.epoch());
            select.setLong(3, to.epoch());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Math.max(0, row.getLong(1) - from.seq()) + to.seq();
            }
        }
    }

    /**
     * What comes next, as much as is read at a time. There may be a thousand partitions, and records follow each other in time
     * nearly as they do in the stream: those of long before the last one are looked into only when something is missing.
     */
    Stretch next(Connection connection, String gateway, Position from, Position end) throws SQLException {
        OffsetDateTime earliest = lastSeen.getOrDefault(gateway, ALWAYS);
        Stretch stretch = read(connection, gateway, from, end, earliest);
        return stretch.missing() > 0 && !earliest.equals(ALWAYS)
                ? read(connection, gateway, from, end, ALWAYS)
                : stretch;
    }

    private Stretch read(Connection connection, String gateway, Position from, Position end, OffsetDateTime earliest)
            throws SQLException {
        Reading reading = new Reading(gateway, from);
        int rows = 0;
        try (PreparedStatement select = prepared(connection, gateway, from, end, earliest);
                ResultSet row = select.executeQuery()) {
            while (reading.bytes < settings.bytesMax() && row.next()) {
                rows++;
                reading.add(row);
            }
        }
        return reading.upTo(
                rows < settings.recordsMax() && reading.bytes < settings.bytesMax()
                        ? Optional.of(end)
                        : Optional.empty());
    }

    /** What was read of a stretch so far. */
    private final class Reading {
        private final String gateway;
        private final List<SinkRecord> records = new ArrayList<>();
        private final List<SinkRecord> unreadable = new ArrayList<>();
        private final Gaps gaps;
        private Position last;
        private long bytes;

        Reading(String gateway, Position from) {
            this.gateway = gateway;
            this.gaps = new Gaps(from);
            this.last = from;
        }

        void add(ResultSet row) throws SQLException {
            last = new Position(row.getLong(2), row.getLong(3));
            if (row.getInt(1) == BLOCK) {
                gaps.next(last, Json.EMPTY_OBJECT);
                return;
            }
            byte[] body = row.getBytes(6);
            byte[] payload = Objects.requireNonNullElse(row.getBytes(7), NOTHING);
            bytes += body.length + payload.length;
            Json event = read(body).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
            Optional<Json> kept = read(payload);
            gaps.next(last, event);
            String type = type(row, event);
            OffsetDateTime happened = row.getObject(4, OffsetDateTime.class);
            Instant at = happened.toInstant();
            if (row.getInt(1) == EVENT) {
                lastSeen.put(gateway, happened.minus(OUT_OF_ORDER_MAX));
            }
            if (event.equals(Json.EMPTY_OBJECT) || (kept.isEmpty() && payload.length > 0)) {
                unreadable.add(new SinkRecord(gateway, last, type, at, Json.NULL, body));
            } else if (selection.takes(type, event)) {
                Json json = format.of(new TrailRecord(gateway, last, type, at, event, kept));
                records.add(new SinkRecord(gateway, last, type, at, json, body));
            }
        }

        /** @param end where the trail ends, when nothing more was found on the way there */
        Stretch upTo(Optional<Position> end) {
            end.ifPresent(gaps::end);
            return new Stretch(records, unreadable, end.orElse(last), gaps.missing());
        }
    }

    private PreparedStatement prepared(
            Connection connection, String gateway, Position from, Position end, OffsetDateTime earliest)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(next);
        int at = 1;
        for (int part = 0; part < PARTS; part++) {
            select.setString(at++, gateway);
            select.setLong(at++, from.epoch());
            select.setLong(at++, from.seq());
            select.setLong(at++, end.epoch());
            select.setLong(at++, end.seq());
            if (part == 0) {
                select.setObject(at++, earliest);
            }
        }
        select.setInt(at, settings.recordsMax());
        select.setFetchSize(FETCHED_ROWS);
        return select;
    }

    /** A parked record has no columns: what it is stands in it, or it is the start of an epoch. */
    private static String type(ResultSet row, Json event) throws SQLException {
        return row.getInt(1) == EVENT ? row.getString(5) : event.text("type").orElse(EPOCH_STARTED);
    }

    private static Optional<Json> read(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
