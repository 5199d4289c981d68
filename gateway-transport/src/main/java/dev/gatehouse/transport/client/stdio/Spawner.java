package dev.gatehouse.transport.client.stdio;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread that starts processes. The kernel kills a child with a parent-death signal when the <em>thread</em>
 * that started it ends, so this one lives until the last child is gone.
 */
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("gatehouse-spawner").daemon().factory());

    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        return call(builder::start);
    }

    private Process call(Callable<Process> start) throws IOException, InterruptedException {
        try {
            return thread.submit(start).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a process could not be started", e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
