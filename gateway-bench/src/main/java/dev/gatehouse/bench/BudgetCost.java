package dev.gatehouse.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.budget.Budget;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.budget.Period;
import dev.gatehouse.policy.budget.PriceList;
import dev.gatehouse.policy.budget.Usd;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** What a budget in PostgreSQL costs a call, and callers of the same one. {@code ./dev bench-budgets} runs it. */
public final class BudgetCost {
    private static final int CHARGES = 1_000;
    private static final BundleName BUNDLE = new BundleName("team");
    private static final UpstreamId UPSTREAM = new UpstreamId("files");
    private static final Operation CALL = Operation.of(
            Operation.Verb.CALL,
            new Target(Primitive.TOOL, "files_read", UPSTREAM, "read"),
            Json.EMPTY_OBJECT,
            RequestMeta.of(ProtocolVersion.LATEST));

    private BudgetCost() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(scratch.path());
                HikariDataSource pool = pool(postgres)) {
            budget(new PolicyPipeline(List.of(), List.of(budget(pool))));
        }
    }

    private static Counting by(CountedBy key) {
        return new Counting(key, List.of(), Actors.THEMSELVES);
    }

    private static HikariDataSource pool(EmbeddedPostgres postgres) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        Flyway.configure()
                .dataSource(pool)
                .defaultSchema("policy")
                .locations("classpath:db/migration/policy")
                .load()
                .migrate();
        return pool;
    }

    private static ChargingStage budget(HikariDataSource pool) {
        Budgets budgets = new Budgets(
                pool,
                _ -> {
                    throw new AuditUnavailableException("nothing is recorded");
                },
                Clocks.SYSTEM,
                Refusals.UNSEEN);
        PriceList prices = new PriceList(List.of(), Map.of(UPSTREAM, new Usd(1)));
        Budget budget = new Budget(
                "b", BUNDLE, new Usd(1_000_000_000), 80, Period.MONTH, ZoneOffset.UTC, true, by(CountedBy.BUNDLE));
        return budgets.stage(new StageId("b"), budget, prices);
    }

    private static void budget(PolicyPipeline pipeline) throws Exception {
        for (int threads : new int[] {1, 1, 64}) {
            AtomicInteger ids = new AtomicInteger();
            long begin = System.nanoTime();
            Callable<Boolean> one = () -> {
                Judging.once(pipeline, facts(threads + "-" + begin + "-" + ids.incrementAndGet()), CALL);
                return true;
            };
            try (ExecutorService callers =
                    Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
                for (Future<Boolean> done : callers.invokeAll(Collections.nCopies(CHARGES, one))) {
                    done.get();
                }
            }
            double micros = (System.nanoTime() - begin) / 1_000.0;
            System.out.printf(
                    Locale.ROOT,
                    "one budget, %d callers: %.0f µs a call, %.0f calls a second%n",
                    threads,
                    micros * threads / CHARGES,
                    CHARGES * 1_000_000.0 / micros);
        }
    }

    private static CallFacts facts(String call) {
        Principal bot = new Principal(
                Principal.Kind.AGENT, "https://gw.example", "bot", "bot", Set.of(), Set.of(), Instant.MAX);
        return new CallFacts(
                new CallId(call),
                0,
                BUNDLE,
                new ServerName("team"),
                Definition.tool("read", Json.EMPTY_OBJECT),
                bot,
                Instant.now(),
                new Deadline(0));
    }
}
