package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.worker.ScriptMeter;
import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.policy.script.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What it costs to ask a policy script in a worker process, from a virtual thread as calls do. {@code ./dev bench-script}. */
public final class ScriptCall {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int CALLS = 20_000;
    private static final Script SCRIPT = Script.of("bench.js", """
            (ctx) => {
              if (ctx.principal.groups.includes("okta/sre")) return { action: "allow" };
              return ctx.arguments.amount > 1000
                ? { action: "deny", reason: "Too much." }
                : { action: "redact", paths: ["/note"] };
            }
            """, false);

    private ScriptCall() {}

    public static void main(String[] args) throws Exception {
        Path program = Path.of(System.getProperty("gatehouse.root", "."), "gateway-worker", "target", "worker");
        WorkerSettings settings =
                new WorkerSettings(program, WorkerSettings.WORKERS_DEFAULT, WorkerSettings.HEAP_DEFAULT_BYTES);
        try (ScriptWorkers workers = new ScriptWorkers(settings, ScriptMeter.NONE)) {
            long begin = System.nanoTime();
            if (!(workers.load(SCRIPT) instanceof ScriptRunner.Loaded.Ready)) {
                throw new IllegalStateException("not loaded");
            }
            System.out.printf(
                    Locale.ROOT, "first script ready after %,d ms%n", (System.nanoTime() - begin) / 1_000_000);
            for (int round = 0; round < ROUNDS; round++) {
                FutureTask<long[]> measured = new FutureTask<>(() -> measured(workers));
                Thread.ofVirtual().start(measured);
                report(measured);
            }
        }
    }

    private static long[] measured(ScriptRunner workers) throws JsonSyntaxException {
        Json context =
                Json.read("{\"phase\":\"arguments\",\"tool\":\"crm_update\",\"principal\":{\"groups\":[\"okta/eng\"]},"
                        + "\"arguments\":{\"amount\":12,\"note\":\"" + "n".repeat(600) + "\"}}");
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            ScriptRunner.Ran ran = workers.run(SCRIPT, context, Duration.ofSeconds(1), ScriptFetch.NONE);
            nanos[i] = System.nanoTime() - begin;
            if (!(ran instanceof ScriptRunner.Ran.Answered)) {
                throw new IllegalStateException(ran.toString());
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void report(FutureTask<long[]> measured) throws InterruptedException, ExecutionException {
        long[] nanos = measured.get();
        System.out.printf(
                Locale.ROOT,
                "%,d calls: p50 %.1f us, p90 %.1f us, p99 %.1f us%n",
                CALLS,
                nanos[CALLS / 2] / 1e3,
                nanos[CALLS * 9 / 10] / 1e3,
                nanos[CALLS * 99 / 100] / 1e3);
    }
}
