package dev.gatehouse.bench;

import dev.gatehouse.server.database.Database;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * How long it takes to drop a day of a million records whose time is over: as autovacuum leaves it within the thirty days that it
 * stays at least, and right after it was written. {@code ./dev bench-retention} runs it.
 */
public final class RetentionSpeed {
    private static final long ROWS = Long.getLong("rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int KEEP_DAYS = 30;
    private static final double MILLIS_PER_SECOND = 1_000.0;

    private RetentionSpeed() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(scratch.path().resolve("postgres"));
                Database pool = Database.of(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            pool.prepare();
            measure(pool.dataSource(), true, "vacuumed");
            measure(pool.dataSource(), false, "right after it was written");
        }
    }

    private static void measure(DataSource database, boolean vacuumed, String state) throws SQLException {
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            seconds[round] = round(database, vacuumed);
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "a day of %d records, %s, dropped in %.3f s (%.3f..%.3f), median of %d%n",
                ROWS,
                state,
                seconds[ROUNDS / 2],
                seconds[0],
                seconds[ROUNDS - 1],
                ROUNDS);
    }

    private static double round(DataSource database, boolean vacuumed) throws SQLException {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(KEEP_DAYS + 1L);
        execute(database, "SELECT audit.make_keep(" + KEEP_DAYS + ")");
        execute(database, "SELECT audit.make_day(" + KEEP_DAYS + ", '" + day + "')");
        execute(database, fill(day));
        if (vacuumed) {
            execute(
                    database,
                    "VACUUM audit.event_" + KEEP_DAYS + "_" + day.toString().replace("-", ""));
        }
        long begin = System.nanoTime();
        execute(database, "SELECT audit.held_by(" + KEEP_DAYS + ", '" + day + "')");
        execute(database, "SELECT audit.drop_day(" + KEEP_DAYS + ", '" + day + "', NULL)");
        return Duration.ofNanos(System.nanoTime() - begin).toMillis() / MILLIS_PER_SECOND;
    }

    private static String fill(LocalDate day) {
        return """
            INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, wall_ns, mono_ns, type, call_id, agent, bundle, body)
            SELECT repeat('ab', 16), 1, n, '%s 00:00Z'::timestamptz + n * (86399.0 / %d) * '1 s'::interval, %d, n, n,
                'call_attempted', 'call-' || n, 'agent-' || n %% 200, 'bundle-' || n %% 7, convert_to(repeat('x', 400), 'UTF8')
            FROM generate_series(1, %d) n""".formatted(day, ROWS, KEEP_DAYS, ROWS);
    }

    private static void execute(DataSource database, String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement execute = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 0);
            execute.execute(statement);
        }
    }
}
