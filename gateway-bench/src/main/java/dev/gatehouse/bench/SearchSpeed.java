package dev.gatehouse.bench;

import dev.gatehouse.audit.search.EventPlace;
import dev.gatehouse.audit.search.Field;
import dev.gatehouse.audit.search.Reading;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.audit.search.TrailSearch;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.server.database.Database;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How long a search takes in a large trail, which PostgreSQL makes by itself. {@code ./dev bench-search} runs it. */
public final class SearchSpeed {
    private static final long ROWS = Long.getLong("rows", 10_000_000);
    private static final int SEARCHES = Integer.getInteger("searches", 200);
    private static final int DAYS = 28;
    private static final int KEEP_DAYS = 400;
    private static final int LOADERS = 2;
    private static final int PAGE = 100;
    private static final int AGENTS = 200;
    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-10-25");
    private static final Duration WEEK = Duration.ofDays(7);

    @FunctionalInterface
    private interface Search {
        TrailSearch.Found run(Random random) throws SQLException;
    }

    private SearchSpeed() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(scratch.path().resolve("postgres"));
                Database pool = Database.of(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            pool.prepare();
            load(patient(postgres));
            sizes(patient(postgres));
            measure(pool.dataSource());
        }
    }

    /** The pool gives up on what takes half a minute, as loading a day does. */
    private static DataSource patient(EmbeddedPostgres postgres) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.user());
        database.setPassword(postgres.password());
        return database;
    }

    private static void load(DataSource database) throws Exception {
        execute(
                database,
                "CREATE TABLE audit.event_400 PARTITION OF audit.event FOR VALUES IN (400) PARTITION BY RANGE (at)",
                "CREATE TABLE audit.event_400_default PARTITION OF audit.event_400 DEFAULT");
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST_DAY.plusDays(day);
            execute(
                    database,
                    "CREATE TABLE audit.event_400_d" + day + " PARTITION OF audit.event_400 FOR VALUES FROM ('" + date
                            + " 00:00Z') TO ('" + date.plusDays(1) + " 00:00Z')");
        }
        long begin = System.nanoTime();
        try (ExecutorService loaders = Executors.newFixedThreadPool(LOADERS)) {
            List<Future<?>> loading = new ArrayList<>();
            for (int day = 0; day < DAYS; day++) {
                int number = day;
                loading.add(loaders.submit(() -> {
                    execute(database, day(number), "ANALYZE audit.event_400_d" + number);
                    return null;
                }));
            }
            for (Future<?> day : loading) {
                day.get();
            }
        }
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1_000.0;
        System.out.printf(Locale.ROOT, "%d rows in %d partitions, loaded in %.0f s%n", ROWS, DAYS, seconds);
    }

    /** Two of three are the halves of calls; a few agents call most, and one calls once in 100,000. */
    private static String day(int day) {
        long rows = ROWS / DAYS;
        return """
                INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, wall_ns, mono_ns, type, call_id, round,
                    principal_kind, issuer, subject, client_id, agent, owner, bundle, virtual_server, upstream, tool,
                    upstream_tool, method, decision, outcome, duration_us, argument_sha256, argument_bytes, peer,
                    trace_parent, protocol_version, body)
                SELECT repeat('ab', 16), 1, %1$d * %2$d + n, '%3$s 00:00Z'::timestamptz + n * (86400.0 / %2$d) * '1 s'::interval,
                    %4$d, n, n, CASE n %% 3 WHEN 0 THEN 'call_attempted' WHEN 1 THEN 'call_completed' ELSE 'listed' END,
                    'call-' || %1$d || '-' || n / 3, 0, asked.kind, asked.issuer, asked.agent, asked.agent, asked.agent,
                    'ann@example.com', 'bundle-' || n %% 7, asked.server, asked.upstream, asked.tool, asked.tool,
                    asked.method, 'allowed', CASE n %% 3 WHEN 1 THEN 'ok' END, CASE n %% 3 WHEN 1 THEN 12345 END,
                    repeat('ab', 32), 60, '192.0.2.7', NULL, '2026-07-28',
                    convert_to('{"v":1,"type":"call_attempted","keep":400,"filler":"' || repeat('x', 240) || '"}', 'UTF8')
                FROM generate_series(0, %2$d - 1) n
                LEFT JOIN LATERAL (SELECT 'agent' AS kind, 'https://gw.example' AS issuer, 'engineering' AS server,
                    'files' AS upstream, 'files_read_file' AS tool, 'tools/call' AS method,
                    CASE WHEN n %% 100000 = 0 THEN 'rare' ELSE 'agent-' || floor(%5$d * power(random(), 3)) END AS agent) asked
                    ON n %% 3 <> 1""".formatted(day, rows, FIRST_DAY.plusDays(day), KEEP_DAYS, AGENTS);
    }

    private static void sizes(DataSource database) throws SQLException {
        System.out.println(first(database, """
                SELECT pg_size_pretty(sum(pg_table_size(relid))) || ' of rows, '
                       || pg_size_pretty(sum(pg_indexes_size(relid))) || ' of indexes'
                FROM pg_partition_tree('audit.event') WHERE isleaf"""));
        System.out.println(first(database, """
                SELECT string_agg(parent || ' ' || pg_size_pretty(bytes), ', ' ORDER BY bytes DESC) FROM (
                    SELECT regexp_replace(i.relname, '^event_400_d[0-9]+_', '') AS parent, sum(pg_relation_size(i.oid)) AS bytes
                    FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid JOIN pg_class t ON t.oid = x.indrelid
                    WHERE t.relname ~ '^event_400_d[0-9]' GROUP BY 1) sizes"""));
    }

    private static void measure(DataSource database) throws SQLException {
        TrailSearch search = new TrailSearch(new Reading(database));
        measure(
                "an agent's week, first page",
                random -> search.page(week(random, agent(random)), Optional.empty(), PAGE));
        measure("an agent's week, a page in its middle", random -> {
            TrailQuery query = week(random, agent(random));
            return search.page(query, Optional.of(middle(query)), PAGE);
        });
        measure("the busiest agent's week", random -> search.page(week(random, "agent-0"), Optional.empty(), PAGE));
        measure(
                "1,000 of the busiest agent's week",
                random -> search.page(week(random, "agent-0"), Optional.empty(), 1_000));
        measure("a rare agent's week", random -> search.page(week(random, "rare"), Optional.empty(), PAGE));
        measure(
                "the week of an agent that is not there",
                random -> search.page(week(random, "nobody"), Optional.empty(), PAGE));
        measure(
                "an agent, whatever the time",
                random -> search.page(ever(Field.AGENT, agent(random)), Optional.empty(), PAGE));
        measure(
                "everything, newest first",
                random -> search.page(
                        new TrailQuery(Map.of(), Optional.empty(), Optional.empty(), Sight.EVERYTHING),
                        Optional.empty(),
                        PAGE));
        measure(
                "one bundle, as its admin sees it",
                random -> search.page(
                        new TrailQuery(Map.of(), Optional.empty(), Optional.empty(), Sight.of(Set.of("bundle-3"))),
                        Optional.empty(),
                        PAGE));
        measure("a call", random -> {
            String call = "call-" + random.nextInt(DAYS) + "-" + random.nextInt((int) (ROWS / DAYS / 3));
            return new TrailSearch.Found(search.call(call, Sight.EVERYTHING), Optional.empty());
        });
    }

    private static void measure(String what, Search search) throws SQLException {
        Random random = new Random(what.hashCode());
        double[] millis = new double[SEARCHES];
        long found = 0;
        double coldest = 0;
        for (int i = 0; i < SEARCHES; i++) {
            long begin = System.nanoTime();
            found += search.run(random).events().size();
            millis[i] = Duration.ofNanos(System.nanoTime() - begin).toNanos() / MICROS_PER_MILLI / MICROS_PER_MILLI;
            coldest = i == 0 ? millis[i] : coldest;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms, the first %.1f ms; %.0f records each%n",
                what,
                millis[SEARCHES / 2],
                millis[SEARCHES * 99 / 100],
                millis[SEARCHES - 1],
                coldest,
                (double) found / SEARCHES);
    }

    private static String agent(Random random) {
        return "agent-" + (int) (AGENTS * Math.pow(random.nextDouble(), 3));
    }

    private static TrailQuery week(Random random, String agent) {
        var from = FIRST_DAY
                .plusDays(random.nextInt(DAYS - 7))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return new TrailQuery(
                Map.of(Field.AGENT, agent), Optional.of(from), Optional.of(from.plus(WEEK)), Sight.EVERYTHING);
    }

    private static TrailQuery ever(Field field, String value) {
        return new TrailQuery(Map.of(field, value), Optional.empty(), Optional.empty(), Sight.EVERYTHING);
    }

    private static EventPlace middle(TrailQuery query) {
        return new EventPlace(query.from().orElseThrow().plus(WEEK.dividedBy(2)), "g", new Position(1, 1));
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static String first(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
