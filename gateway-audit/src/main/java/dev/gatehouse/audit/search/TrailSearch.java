package dev.gatehouse.audit.search;

import dev.gatehouse.audit.segment.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds records of the trail in PostgreSQL. What is not seen by who asks is not found. Each question ends with an {@link
 * SQLException} of a timeout when it takes longer than {@link #STATEMENT_MAX}.
 */
public final class TrailSearch {
    public static final Duration STATEMENT_MAX = Duration.ofSeconds(10);
    /** Records of one call, or of one trace, beyond this many are not told. */
    public static final int TOGETHER_MAX = 2_000;

    private static final String SELECT = "SELECT " + FoundRows.COLUMNS + " FROM audit.event WHERE ";
    /** Partitions are chosen by a time, which a comparison of rows is not. */
    private static final String BEFORE = "at <= ? AND (at, gateway_id, epoch, seq) < (?, ?, ?, ?)";

    private static final String NEWEST_FIRST = " ORDER BY at DESC, gateway_id DESC, epoch DESC, seq DESC LIMIT ?";
    private static final String OLDEST_FIRST = " ORDER BY at, gateway_id, epoch, seq LIMIT ?";

    /** As {@link #NEWEST_FIRST} has it. */
    private static final Comparator<FoundEvent> NEWEST = Comparator.comparing(FoundEvent::at)
            .thenComparing(FoundEvent::gateway)
            .thenComparingLong(FoundEvent::epoch)
            .thenComparingLong(FoundEvent::seq)
            .reversed();

    private final Reading reading;

    public TrailSearch(Reading reading) {
        this.reading = reading;
    }

    /** What was found, and where the next page begins, if there is more. */
    public record Found(List<FoundEvent> events, Optional<EventPlace> next) {}

    /** @param before the last record of the page before */
    public Found page(TrailQuery query, Optional<EventPlace> before, int limit) throws SQLException {
        List<FoundEvent> found = query.isInOrderOfAnIndex()
                ? newest(query.byForm(), before, limit + 1)
                : find(before(query, before), NEWEST_FIRST, limit + 1);
        if (found.size() <= limit) {
            return new Found(found, Optional.empty());
        }
        List<FoundEvent> events = List.copyOf(found.subList(0, limit));
        return new Found(events, Optional.of(EventPlace.of(events.getLast())));
    }

    /** Those of all queries together. */
    private List<FoundEvent> newest(List<TrailQuery> queries, Optional<EventPlace> before, int limit)
            throws SQLException {
        return reading.inOrder(STATEMENT_MAX, connection -> {
            List<FoundEvent> found = new ArrayList<>();
            for (TrailQuery query : queries) {
                found.addAll(select(connection, before(query, before), NEWEST_FIRST, limit));
            }
            return queries.size() == 1
                    ? found
                    : found.stream().sorted(NEWEST).distinct().limit(limit).toList();
        });
    }

    private static Conditions before(TrailQuery query, Optional<EventPlace> before) {
        Conditions conditions = Conditions.of(query);
        before.ifPresent(place -> conditions.and(
                BEFORE,
                Conditions.time(place.at()),
                Conditions.time(place.at()),
                place.gateway(),
                place.position().epoch(),
                place.position().seq()));
        return conditions;
    }

    public Optional<FoundEvent> at(String gateway, Position position, Sight sight) throws SQLException {
        return find(standing(gateway, position).seenBy(sight), OLDEST_FIRST, 1).stream()
                .findFirst();
    }

    /**
     * All records of a call, in the order of their times; none when any of them belongs to a bundle that is not seen. Those
     * that name no bundle are the call's.
     */
    public List<FoundEvent> call(String call, Sight sight) throws SQLException {
        TrailQuery query =
                new TrailQuery(Map.of(Field.CALL, call), Optional.empty(), Optional.empty(), Sight.EVERYTHING);
        List<FoundEvent> all = find(Conditions.of(query), OLDEST_FIRST, TOGETHER_MAX);
        boolean isSeen = sight.bundles().isEmpty()
                || (all.stream().anyMatch(event -> event.bundle().isPresent())
                        && all.stream()
                                .filter(event -> event.bundle().isPresent())
                                .allMatch(event -> sight.includes(event.bundle())));
        return isSeen ? all : List.of();
    }

    /**
     * All records of the calls that were recorded under one trace id and are seen, in the order of the times. Not each of them
     * names the trace.
     */
    public List<FoundEvent> trace(String trace, Sight sight) throws SQLException {
        return withTheirCalls(naming(Field.TRACE, trace, sight), sight);
    }

    /** The same of one session of a legacy client, with its beginning and its end. */
    public List<FoundEvent> session(String session, Sight sight) throws SQLException {
        List<FoundEvent> naming = naming(Field.SESSION, session, sight);
        Stream<FoundEvent> ends = naming.stream().filter(event -> event.call().isEmpty());
        return Stream.concat(withTheirCalls(naming, sight).stream(), ends)
                .sorted(Comparator.comparing(FoundEvent::at))
                .toList();
    }

    private List<FoundEvent> naming(Field field, String value, Sight sight) throws SQLException {
        TrailQuery query = new TrailQuery(Map.of(field, value), Optional.empty(), Optional.empty(), sight);
        return find(Conditions.of(query), OLDEST_FIRST, TOGETHER_MAX);
    }

    private List<FoundEvent> withTheirCalls(List<FoundEvent> events, Sight sight) throws SQLException {
        String[] calls = events.stream()
                .flatMap(event -> event.call().stream())
                .distinct()
                .toArray(String[]::new);
        return find(new Conditions().and("call_id = ANY (?::text[])", (Object) calls), OLDEST_FIRST, TOGETHER_MAX)
                .stream()
                .filter(event -> event.bundle().isEmpty() || sight.includes(event.bundle()))
                .toList();
    }

    /** The body of a record. To be asked for what was found before. */
    public Optional<byte[]> body(FoundEvent event) throws SQLException {
        return bytes("body", event);
    }

    /** The payload that is kept of a record. Nothing is recorded here: whoever gives it out does that first. */
    public Optional<byte[]> payload(FoundEvent event) throws SQLException {
        return bytes("payload", event);
    }

    private Optional<byte[]> bytes(String column, FoundEvent event) throws SQLException {
        Conditions conditions = standing(event.gateway(), new Position(event.epoch(), event.seq()))
                .and("at = ?", Conditions.time(event.at()))
                .and("keep_days = ?", event.keepDays());
        return reading.run(STATEMENT_MAX, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT " + column + " FROM audit.event WHERE " + conditions)) {
                conditions.bind(connection, select, 1);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    private static Conditions standing(String gateway, Position position) {
        return new Conditions()
                .and("gateway_id = ?", gateway)
                .and("epoch = ? AND seq = ?", position.epoch(), position.seq());
    }

    private List<FoundEvent> find(Conditions conditions, String order, int limit) throws SQLException {
        return reading.run(STATEMENT_MAX, connection -> select(connection, conditions, order, limit));
    }

    static List<FoundEvent> select(Connection connection, Conditions conditions, String order, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + conditions + order)) {
            select.setInt(conditions.bind(connection, select, 1), limit);
            List<FoundEvent> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(FoundRows.read(rows));
                }
            }
            return found;
        }
    }
}
