package dev.gatehouse.audit.search;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums up what calls used. */
public final class TrailUsage {
    /** Reading all calls of a time takes longer than finding some. */
    public static final Duration STATEMENT_MAX = Duration.ofSeconds(25);

    public static final int ROWS_MAX = 1_000;
    /** A call that began within the time may end after it. */
    private static final Duration CALL_MAX = Duration.ofDays(1);

    private final Reading reading;

    public TrailUsage(Reading reading) {
        this.reading = reading;
    }

    /** By whom or what most was called first, at most {@link #ROWS_MAX}; of calls that began from one moment to before another. */
    public List<Usage> sum(Usage.By by, Instant from, Instant to, Sight sight) throws SQLException {
        Conditions asked = window(from, to, sight);
        Conditions ended = window(from, to.plus(CALL_MAX), sight);
        return reading.run(STATEMENT_MAX, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql(by, asked, ended))) {
                int next = ended.bind(connection, select, asked.bind(connection, select, 1));
                select.setInt(next, ROWS_MAX);
                List<Usage> sums = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        sums.add(read(row));
                    }
                }
                return sums;
            }
        });
    }

    private static String sql(Usage.By by, Conditions asked, Conditions ended) {
        return """
            WITH asked AS (
                SELECT gateway_id, call_id, round, type, argument_bytes, %s AS key
                FROM audit.event WHERE type IN ('call_attempted', 'call_refused') AND %s),
            ended AS (
                SELECT gateway_id, call_id, round, outcome, result_bytes, duration_us
                FROM audit.event WHERE type = 'call_completed' AND %s)
            SELECT coalesce(key, ''), count(DISTINCT call_id), count(*) FILTER (WHERE type = 'call_refused'),
                   count(*) FILTER (WHERE outcome NOT IN ('ok', 'asked')),
                   (coalesce(sum(argument_bytes), 0) + coalesce(sum(result_bytes), 0))::bigint,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_us),
                   percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_us)
            FROM asked LEFT JOIN ended USING (gateway_id, call_id, round)
            GROUP BY key ORDER BY 2 DESC, 1 LIMIT ?""".formatted(by.key(), asked, ended);
    }

    private static Conditions window(Instant from, Instant to, Sight sight) {
        return Conditions.of(new TrailQuery(Map.of(), Optional.of(from), Optional.of(to), sight));
    }

    private static Usage read(ResultSet row) throws SQLException {
        return new Usage(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                Optional.ofNullable(row.getObject(6, Long.class)),
                Optional.ofNullable(row.getObject(7, Long.class)));
    }
}
