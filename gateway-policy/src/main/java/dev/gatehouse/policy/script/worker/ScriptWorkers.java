package dev.gatehouse.policy.script.worker;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * Runs scripts in processes of their own. Nothing is started before the first script is loaded. Scripts that fetch have
 * workers of their own, because they wait for others; so the others do not wait for them.
 */
public final class ScriptWorkers implements ScriptRunner, AutoCloseable {
    private final WorkerDirectory directory = new WorkerDirectory();
    private final ScheduledThreadPoolExecutor guard = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("gatehouse-script-guard").daemon().factory());
    private final WorkerLane plain;
    private final WorkerLane fetching;
    private final ScriptMeter meter;

    public ScriptWorkers(WorkerSettings settings, ScriptMeter meter) {
        this.meter = meter;
        guard.setRemoveOnCancelPolicy(true);
        WorkerStart start = new WorkerStart(settings, directory, guard);
        this.plain = new WorkerLane("worker-", settings, start, meter);
        this.fetching = new WorkerLane("fetcher-", settings, start, meter);
    }

    @Override
    public Loaded load(Script script) {
        try {
            return lane(script).load(script);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Loaded.Unavailable("interrupted");
        }
    }

    @Override
    public Ran run(Script script, Json context, Duration within, ScriptFetch fetch) {
        long began = System.nanoTime();
        Ran ran = context.length() > CONTEXT_MAX_BYTES
                ? new Ran.Failed(Fault.CONTEXT_TOO_LARGE, context.length() + " bytes")
                : asked(script, context, within, fetch);
        meter.ran(ran, System.nanoTime() - began);
        return ran;
    }

    private Ran asked(Script script, Json context, Duration within, ScriptFetch fetch) {
        try {
            return lane(script).run(script, context, within, fetch);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Ran.Failed(Fault.NO_WORKER, "interrupted");
        }
    }

    /** The processes that run now, for those who watch them. */
    public List<Long> pids() {
        return Stream.concat(plain.pids().stream(), fetching.pids().stream()).toList();
    }

    /** How many of those that do not fetch wait for work. */
    int idle() {
        return plain.idle().size();
    }

    /** Those of them that work, or are made ready. */
    List<Long> busy() {
        List<Long> idle = plain.idle();
        return plain.pids().stream().filter(pid -> !idle.contains(pid)).toList();
    }

    private WorkerLane lane(Script script) {
        return script.fetches() ? fetching : plain;
    }

    /** Kills what runs. */
    @Override
    public void close() {
        plain.close();
        fetching.close();
        guard.shutdownNow();
        directory.close();
    }
}
