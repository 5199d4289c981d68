package dev.gatehouse.policy.script.worker;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** One real worker, in which all scripts are neighbours; when it was ended, the next one, which is already on its way. */
public final class Cell implements AutoCloseable {
    private final WorkerDirectory directory = new WorkerDirectory();
    private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService starting = Executors.newSingleThreadExecutor();
    private final WorkerStart start;
    private int started;
    private Future<Worker> next;
    private @Nullable Worker worker;

    public Cell() {
        Path program = Path.of(System.getProperty("gatehouse.root", ".."), "gateway-worker", "target", "worker");
        WorkerSettings settings = new WorkerSettings(program, 1, WorkerSettings.HEAP_DEFAULT_BYTES);
        this.start = new WorkerStart(settings, directory, guard);
        this.next = another();
    }

    public Loaded load(Script script) throws InterruptedException, ExecutionException {
        Worker at = worker();
        return at.has(script) ? new Loaded.Ready() : at.load(script);
    }

    /** @param script one that was loaded; without any warming, so that its first call is the first one */
    public Ran run(Script script, Json context, Duration within, ScriptFetch fetch)
            throws InterruptedException, ExecutionException {
        return worker().run(script, context, within, fetch);
    }

    private Worker worker() throws InterruptedException, ExecutionException {
        Worker now = worker;
        if (now == null || !now.isAlive()) {
            now = next.get();
            worker = now;
            next = another();
        }
        return now;
    }

    private Future<Worker> another() {
        String name = "cell-" + started++;
        return starting.submit(() -> start.start(name));
    }

    @Override
    public void close() throws InterruptedException, ExecutionException {
        next.get().kill();
        if (worker != null) {
            worker.kill();
        }
        starting.shutdownNow();
        guard.shutdownNow();
        directory.close();
    }
}
