package dev.gatehouse.audit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.core.call.Clocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what the spool does on this machine; asserts only that it works at full size. */
class ThroughputTest {
    private static final int THREADS = 64;
    private static final int CALLS_PER_THREAD = 150;

    @TempDir
    Path directory;

    @Test
    void full_size_spool_under_many_callers() throws Exception {
        long opening = System.nanoTime();
        try (AuditSpool spool = AuditSpool.open(directory, SpoolSettings.DEFAULT, SpoolFixture.SEALING, Clocks.SYSTEM, FsyncObserver.NONE)) {
            print("first open", System.nanoTime() - opening);
            load(spool, "warm");
            long began = System.nanoTime();
            long[] waits = load(spool, "run");
            double seconds = (System.nanoTime() - began) / 1e9;
            Arrays.sort(waits);
            System.out.printf(
                    "%d callers: %.0f calls/s, waiting for the disk per call p50 %.2f ms, p99 %.2f ms%n",
                    THREADS,
                    waits.length / seconds,
                    waits[waits.length / 2] / 1e6,
                    waits[waits.length * 99 / 100] / 1e6);
            assertThat(spool.stats().refused()).isZero();
        }
        long reopening = System.nanoTime();
        AuditSpool again = AuditSpool.open(directory, SpoolSettings.DEFAULT, SpoolFixture.SEALING, Clocks.SYSTEM, FsyncObserver.NONE);
        print("recovery of " + 4 * THREADS * CALLS_PER_THREAD + " records and open", System.nanoTime() - reopening);
        again.close();
    }

    private static long[] load(AuditSpool spool, String prefix) throws Exception {
        List<Future<long[]>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < THREADS; t++) {
                String name = prefix + t + "-";
                all.add(callers.submit(() -> calls(spool, name)));
            }
        }
        long[] waits = new long[THREADS * CALLS_PER_THREAD];
        for (int t = 0; t < THREADS; t++) {
            System.arraycopy(all.get(t).get(), 0, waits, t * CALLS_PER_THREAD, CALLS_PER_THREAD);
        }
        return waits;
    }

    private static long[] calls(AuditSpool spool, String name) throws Exception {
        long[] waits = new long[CALLS_PER_THREAD];
        for (int i = 0; i < CALLS_PER_THREAD; i++) {
            long began = System.nanoTime();
            spool.append(Events.intent(name + i)).awaitWritten();
            spool.append(Events.outcome(name + i)).awaitDurable(SpoolFixture.SOON);
            waits[i] = System.nanoTime() - began;
        }
        return waits;
    }

    private static void print(String what, long nanos) {
        System.out.printf("%s: %d ms%n", what, nanos / 1_000_000);
    }
}
