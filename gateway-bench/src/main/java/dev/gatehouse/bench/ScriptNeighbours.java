package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptContext;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import dev.gatehouse.policy.script.worker.ScriptMeter;
import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.policy.script.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What a good script's callers feel of bad ones: rounds alone and rounds beside endless loops, memory bombs and regular
 * expressions that backtrack, in turn. {@code ./dev bench-neighbours}.
 */
public final class ScriptNeighbours {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);
    private static final int SECONDS = Integer.getInteger("seconds", 5);
    private static final long PACE_NANOS = 2_000_000;
    private static final Duration TIMEOUT = ScriptRunner.TIMEOUT_DEFAULT;
    private static final Json CONTEXT = ScriptContext.sample();

    private static final Script GOOD = Script.of("good.js", """
            (ctx) => ctx.principal.groups.includes("okta/sre") ? { action: "allow" } : { action: "redact", paths: ["/text"] }
            """, false);

    private static final List<Script> BAD = List.of(
            Script.of("loop.js", "(ctx) => { for (;;); }", false),
            Script.of("memory.js", "(ctx) => { const all = []; for (;;) all.push(new Array(1e5).fill(all)); }", false),
            Script.of("regex.js", "(ctx) => /^(?=(a+)+$)(\\w+)\\2*b\\1$/.test(\"a\".repeat(2000) + \"!\")", false));

    private ScriptNeighbours() {}

    /** @param micros sorted; of a call from when it was due, so that waiting counts */
    private record Round(List<Double> micros, int failed) {
        double at(double share) {
            return micros.get((int) Math.min(micros.size() - 1L, Math.round(share * micros.size())));
        }
    }

    public static void main(String[] args) throws Exception {
        Path program = Path.of(System.getProperty("gatehouse.root", "."), "gateway-worker", "target", "worker");
        WorkerSettings settings =
                new WorkerSettings(program, WorkerSettings.WORKERS_DEFAULT, WorkerSettings.HEAP_DEFAULT_BYTES);
        try (ScriptWorkers workers = new ScriptWorkers(settings, ScriptMeter.NONE)) {
            var _ = workers.load(GOOD);
            for (Script bad : BAD) {
                var _ = workers.load(bad);
            }
            var _ = round(workers, false); // the first one warms
            List<Round> alone = new ArrayList<>();
            List<Round> beside = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                alone.add(told("alone", round(workers, false)));
                beside.add(told("beside bad ones", round(workers, true)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "median of %d rounds: p99 alone %,.0f us, beside bad ones %,.0f us%n",
                    ROUNDS,
                    median(alone),
                    median(beside));
        }
    }

    private static Round round(ScriptRunner workers, boolean withBad) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread bad = Thread.ofVirtual().unstarted(() -> trouble(workers, over));
        FutureTask<Round> good = new FutureTask<>(() -> called(workers));
        if (withBad) {
            bad.start();
        }
        Thread.ofVirtual().start(good);
        Round round = good.get();
        over.set(true);
        if (withBad) {
            bad.join();
        }
        return round;
    }

    private static void trouble(ScriptRunner workers, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            Ran ran = workers.run(BAD.get(i % BAD.size()), CONTEXT, TIMEOUT, ScriptFetch.NONE);
            if (ran instanceof Ran.Answered) {
                throw new IllegalStateException("a bad script answered");
            }
        }
    }

    private static Round called(ScriptRunner workers) {
        List<Double> micros = new ArrayList<>();
        int failed = 0;
        long begin = System.nanoTime();
        for (long due = begin; due - begin < SECONDS * 1_000_000_000L; due += PACE_NANOS) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Ran ran = workers.run(GOOD, CONTEXT, TIMEOUT, ScriptFetch.NONE);
            micros.add((System.nanoTime() - due) / 1e3);
            failed += ran instanceof Ran.Answered ? 0 : 1;
        }
        Collections.sort(micros);
        return new Round(micros, failed);
    }

    private static Round told(String how, Round round) {
        System.out.printf(
                Locale.ROOT,
                "%-16s %,6d calls, %d failed: p50 %,.0f us, p99 %,.0f us, p99.9 %,.0f us, worst %,.0f us%n",
                how,
                round.micros().size(),
                round.failed(),
                round.at(0.5),
                round.at(0.99),
                round.at(0.999),
                round.at(1));
        return round;
    }

    private static double median(List<Round> rounds) {
        List<Double> sorted =
                rounds.stream().map(round -> round.at(0.99)).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
