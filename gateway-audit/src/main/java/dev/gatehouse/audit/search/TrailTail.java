package dev.gatehouse.audit.search;

import dev.gatehouse.audit.segment.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Follows the trail: what arrives in PostgreSQL, of each gateway in its order, each record once. */
public final class TrailTail {
    private static final String IN_ORDER = " ORDER BY epoch, seq LIMIT ?";

    private final Reading reading;

    public TrailTail(Reading reading) {
        this.reading = reading;
    }

    /**
     * What arrived, and how far the trail was followed with it.
     *
     * @param whole false when there is more already
     */
    public record Arrived(List<FoundEvent> events, TailPlace place, boolean whole) {}

    /** After everything that is there. */
    public TailPlace end() throws SQLException {
        return new TailPlace(reading.run(TrailSearch.STATEMENT_MAX, TrailTail::marks));
    }

    /** What arrived after a place and matches; the time that the query names does not count. */
    public Arrived after(TailPlace place, TrailQuery query, int limit) throws SQLException {
        return reading.run(TrailSearch.STATEMENT_MAX, connection -> {
            List<FoundEvent> events = new ArrayList<>();
            Map<String, Position> reached = new TreeMap<>(place.positions());
            for (Map.Entry<String, Position> mark : marks(connection).entrySet()) {
                String gateway = mark.getKey();
                Position from = place.of(gateway);
                int room = limit - events.size();
                if (!mark.getValue().isAfter(from)) {
                    continue;
                }
                if (room == 0) {
                    return new Arrived(events, new TailPlace(reached), false);
                }
                List<FoundEvent> found = between(connection, gateway, from, mark.getValue(), query, room);
                events.addAll(found);
                if (found.size() == room) {
                    FoundEvent last = found.getLast();
                    reached.put(gateway, new Position(last.epoch(), last.seq()));
                    return new Arrived(events, new TailPlace(reached), false);
                }
                reached.put(gateway, mark.getValue());
            }
            return new Arrived(events, new TailPlace(reached), true);
        });
    }

    private static List<FoundEvent> between(
            Connection connection, String gateway, Position after, Position upTo, TrailQuery query, int limit)
            throws SQLException {
        Conditions conditions = Conditions.of(query.always())
                .and("gateway_id = ?", gateway)
                .and("(epoch, seq) > (?, ?)", after.epoch(), after.seq())
                .and("(epoch, seq) <= (?, ?)", upTo.epoch(), upTo.seq());
        return TrailSearch.select(connection, conditions, IN_ORDER, limit);
    }

    /**
     * The last record of each gateway that is there, moved in the transactions that bring them: what stands before a mark is
     * seen by whoever saw the mark. Whoever has waited longest comes first, so that a busy gateway keeps none from being told.
     */
    private static Map<String, Position> marks(Connection connection) throws SQLException {
        Map<String, Position> marks = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT gateway_id, epoch, seq FROM audit.watermark ORDER BY moved_at, gateway_id")) {
            while (row.next()) {
                marks.put(row.getString(1), new Position(row.getLong(2), row.getLong(3)));
            }
        }
        return marks;
    }
}
