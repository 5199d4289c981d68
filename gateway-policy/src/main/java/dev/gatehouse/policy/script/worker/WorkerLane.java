package dev.gatehouse.policy.script.worker;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptContext;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that do the same kind of work. They are started with the first script; as many calls run as there are workers less
 * one, which stands by with every script loaded: when a worker is lost the next call finds that one, and the lost one is replaced
 * meanwhile.
 */
final class WorkerLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLane.class);

    /** Calls that make a script quick before anybody waits for it. */
    private static final int WARM_CALLS = 60;

    private static final Duration WARM_CALL_MAX = Duration.ofMillis(200);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final WorkerSettings settings;
    private final WorkerStart start;
    private final ScriptMeter meter;
    private final LinkedBlockingDeque<Worker> idle = new LinkedBlockingDeque<>();
    private final Set<Worker> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Script> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore turns;
    private final Shares shares;
    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService starting;
    private boolean begun;
    private volatile boolean closed;
    private volatile String fault = "no worker was started yet";

    WorkerLane(String name, WorkerSettings settings, WorkerStart start, ScriptMeter meter) {
        this.name = name;
        this.settings = settings;
        this.start = start;
        this.meter = meter;
        this.turns = new Semaphore(settings.workers(), true);
        this.shares = new Shares(settings.workers(), System::nanoTime);
        this.starting = Executors.newSingleThreadExecutor(Thread.ofPlatform()
                .name("gatehouse-script-start-" + name)
                .daemon()
                .factory());
    }

    ScriptRunner.Loaded load(Script script) throws InterruptedException {
        begin();
        @Nullable Worker first = idle.pollFirst(WorkerSettings.START_MAX.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return new ScriptRunner.Loaded.Unavailable("no worker runs: " + fault);
        }
        ScriptRunner.Loaded loaded = prepared(first, script);
        giveBack(first);
        if (loaded instanceof ScriptRunner.Loaded.Ready) {
            remember(script);
            prepareOthers(script);
        }
        return loaded;
    }

    ScriptRunner.Ran run(Script script, Json context, Duration within, ScriptFetch fetch) throws InterruptedException {
        Share share = shares.of(script.digest());
        if (share.isPaused()) {
            return new ScriptRunner.Ran.Failed(ScriptRunner.Fault.PAUSED, "");
        }
        long until = System.nanoTime() + WorkerSettings.QUEUE_MAX.toNanos();
        if (!share.take(WorkerSettings.QUEUE_MAX)) {
            return new ScriptRunner.Ran.Failed(ScriptRunner.Fault.OVERLOADED, "too many calls of this script");
        }
        try {
            ScriptRunner.Ran ran = inTurn(script, context, within, fetch, until);
            if (ran instanceof ScriptRunner.Ran.Failed failed && failed.fault() == ScriptRunner.Fault.WORKER_LOST) {
                share.lost();
            }
            return ran;
        } finally {
            share.giveBack();
        }
    }

    private ScriptRunner.Ran inTurn(Script script, Json context, Duration within, ScriptFetch fetch, long until)
            throws InterruptedException {
        if (!turns.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return new ScriptRunner.Ran.Failed(ScriptRunner.Fault.OVERLOADED, "no turn in time");
        }
        try {
            @Nullable Worker worker = idle.pollFirst(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            return worker == null
                    ? new ScriptRunner.Ran.Failed(ScriptRunner.Fault.NO_WORKER, fault)
                    : ran(worker, script, context, within, fetch);
        } finally {
            turns.release();
        }
    }

    /** The processes that can be asked now. */
    List<Long> pids() {
        return all.stream().filter(Worker::isAlive).map(Worker::pid).toList();
    }

    /** Those of them that nobody uses. */
    List<Long> idle() {
        return idle.stream().map(Worker::pid).toList();
    }

    private ScriptRunner.Ran ran(Worker worker, Script script, Json context, Duration within, ScriptFetch fetch)
            throws InterruptedException {
        boolean done = false;
        try {
            if (!worker.has(script) && !(prepared(worker, script) instanceof ScriptRunner.Loaded.Ready)) {
                done = true;
                return new ScriptRunner.Ran.Failed(ScriptRunner.Fault.NO_WORKER, "the script cannot be loaded");
            }
            ScriptRunner.Ran ran = worker.run(script, context, within, fetch);
            done = true;
            return ran;
        } finally {
            if (!done) {
                // Somebody stopped waiting for an answer that may still come.
                worker.kill();
            }
            giveBack(worker);
        }
    }

    private void giveBack(Worker worker) {
        if (worker.isAlive() && !closed) {
            idle.addFirst(worker);
        } else {
            worker.kill();
            all.remove(worker);
            if (!closed) {
                meter.lost();
                LOG.warn("script worker {} was lost; another one is started", worker.name());
                startOne();
            }
        }
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            for (int i = 0; i <= settings.workers(); i++) {
                startOne();
            }
        }
    }

    private void startOne() {
        try {
            starting.execute(this::startNow);
        } catch (RejectedExecutionException _) {
            // Closed meanwhile.
        }
    }

    private void startNow() {
        while (!closed) {
            try {
                Worker worker = start.start(name + started.incrementAndGet());
                all.add(worker);
                prepareAll(worker);
                if (closed || !worker.isAlive()) {
                    worker.kill();
                    all.remove(worker);
                } else {
                    fault = "all are busy, or being replaced";
                    idle.addLast(worker);
                    return;
                }
            } catch (IOException e) {
                if (closed) {
                    return;
                }
                fault = String.valueOf(e.getMessage());
                LOG.warn("a script worker cannot be started: {}", fault);
            } catch (InterruptedException _) {
                return;
            }
            if (!pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE.toMillis());
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void prepareAll(Worker worker) throws InterruptedException {
        for (Script script : known()) {
            var _ = prepared(worker, script);
        }
    }

    private void prepareOthers(Script script) throws InterruptedException {
        for (Worker worker : idle) {
            if (!worker.has(script) && idle.remove(worker)) {
                var _ = prepared(worker, script);
                giveBack(worker);
            }
        }
    }

    /** Loaded, and asked until it is quick; what it answers to that does not matter. */
    private static ScriptRunner.Loaded prepared(Worker worker, Script script) throws InterruptedException {
        ScriptRunner.Loaded loaded = worker.load(script);
        Json context = ScriptContext.sample();
        for (int i = 0; i < WARM_CALLS && loaded instanceof ScriptRunner.Loaded.Ready; i++) {
            ScriptRunner.Ran ran = worker.run(script, context, WARM_CALL_MAX, ScriptFetch.NONE);
            if (ran instanceof ScriptRunner.Ran.Failed failed && failed.fault() != ScriptRunner.Fault.THREW) {
                break;
            }
        }
        return loaded;
    }

    private void remember(Script script) {
        synchronized (known) {
            known.put(script.digest(), script);
            if (known.size() > WorkerSettings.SCRIPTS_MAX) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private List<Script> known() {
        synchronized (known) {
            return List.copyOf(known.values());
        }
    }

    @Override
    public void close() {
        closed = true;
        starting.shutdownNow();
        all.forEach(Worker::kill);
        try {
            if (!starting.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a script worker is still being started");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        all.forEach(Worker::kill);
    }
}
