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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/** What it costs to ask a policy script in a worker process, from a virtual thread as calls do. {@code ./dev bench-script}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScriptBenchmark {
    private static final Script SCRIPT = Script.of("bench.js", """
            (ctx) => {
              if (ctx.principal.groups.includes("okta/sre")) return { action: "allow" };
              return ctx.arguments.amount > 1000
                ? { action: "deny", reason: "Too much." }
                : { action: "redact", paths: ["/note"] };
            }
            """, false);

    private final ScriptWorkers workers = new ScriptWorkers(
            new WorkerSettings(
                    Path.of(System.getProperty("gatehouse.root", "."), "gateway-worker", "target", "worker"),
                    WorkerSettings.WORKERS_DEFAULT,
                    WorkerSettings.HEAP_DEFAULT_BYTES),
            ScriptMeter.NONE);
    private Json context = Json.NULL;

    /** Prints JMH's table. */
    public static void main(String[] args) throws RunnerException {
        Jmh.run(ScriptBenchmark.class, "-Djmh.executor=VIRTUAL");
    }

    /** Starts a worker. */
    @Setup
    public void load() throws JsonSyntaxException {
        context =
                Json.read("{\"phase\":\"arguments\",\"tool\":\"crm_update\",\"principal\":{\"groups\":[\"okta/eng\"]},"
                        + "\"arguments\":{\"amount\":12,\"note\":\"" + "n".repeat(600) + "\"}}");
        if (!(workers.load(SCRIPT) instanceof ScriptRunner.Loaded.Ready)) {
            throw new IllegalStateException("not loaded");
        }
    }

    /** Ends it. */
    @TearDown
    public void close() {
        workers.close();
    }

    /** Asks once. */
    @Benchmark
    public ScriptRunner.Ran ask() {
        ScriptRunner.Ran ran = workers.run(SCRIPT, context, Duration.ofSeconds(1), ScriptFetch.NONE);
        if (!(ran instanceof ScriptRunner.Ran.Answered)) {
            throw new IllegalStateException(ran.toString());
        }
        return ran;
    }
}
