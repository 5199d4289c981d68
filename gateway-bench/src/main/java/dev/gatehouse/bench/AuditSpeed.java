package dev.gatehouse.bench;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipSettings;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * What the trail costs: how long a call waits for its two records at a steady pace, while they are sealed and shipped, beside how long
 * the bare disk would make it wait, on the disk and in memory; and how fast records that wait in the spool go to PostgreSQL.
 * {@code ./dev bench-audit} runs it.
 */
public final class AuditSpeed {
    private static final int RATE = Integer.getInteger("rate", 2_000);
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int WARMUP_SECONDS = Integer.getInteger("warmup", 10);
    private static final int BACKLOG = Integer.getInteger("backlog", 200_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    /** Where nothing is written to a disk; {@code -Dmemory=} names another. */
    private static final Path MEMORY = Path.of(System.getProperty("memory", "/dev/shm"));
    /** Where the database keeps its files: else on the disk that is measured, of which it then takes a part. */
    private static final Path DATABASE = Path.of(System.getProperty("database", System.getProperty("java.io.tmpdir")));

    private static final int IN_FLIGHT = 1_000;
    private static final Duration SYNC_MAX = Duration.ofSeconds(30);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final SpoolSettings SETTINGS = new SpoolSettings(64L << 20, 10L << 30, Duration.ofDays(1));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private AuditSpeed() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                Scratch memory = Scratch.create(MEMORY);
                Scratch elsewhere = Scratch.create(DATABASE);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(elsewhere.path().resolve("postgres"))) {
            DataSource database = RecordedCall.database(postgres);
            for (int round = 0; round < ROUNDS; round++) {
                bare("the bare disk", scratch.path());
                pace("the trail", scratch.path().resolve("paced-" + round), database);
                bare("bare memory", memory.path());
                pace("the trail with its spool in memory", memory.path().resolve("paced-" + round), database);
                drain(scratch.path().resolve("drained-" + round), database);
            }
        }
    }

    private static void bare(String what, Path folder) throws IOException {
        tell(what, BareSyncs.waits(folder.resolve("bare"), RATE, SECONDS), SECONDS, "");
    }

    private static void tell(String what, long[] waits, double seconds, String more) {
        Arrays.sort(waits);
        System.out.printf(
                Locale.ROOT,
                "%s, %.0f calls a second: a call waits p50 %.3f, p90 %.3f, p99 %.3f, p99.9 %.3f, at most %.3f ms%s%n",
                what,
                waits.length / seconds,
                at(waits, 0.5),
                at(waits, 0.9),
                at(waits, 0.99),
                at(waits, 0.999),
                waits[waits.length - 1] / NANOS_PER_MILLI,
                more);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / NANOS_PER_MILLI;
    }

    private static AuditSpool spool(Path directory) throws Exception {
        Sealing sealing = new Sealing(SealingKey.generate(), EventKeep.DEFAULT, _ -> {});
        return AuditSpool.open(directory, SETTINGS, sealing, Clocks.SYSTEM, FsyncObserver.NONE);
    }

    private static void pace(String what, Path directory, DataSource database) throws Exception {
        try (AuditSpool spool = spool(directory);
                AuditShipper _ = AuditShipper.start(spool, database, ShipSettings.DEFAULT, Clocks.SYSTEM)) {
            calls(spool, WARMUP_SECONDS, 0);
            Map<String, Long> before = threads();
            long begin = System.nanoTime();
            long[] waits = calls(spool, SECONDS, WARMUP_SECONDS * RATE);
            double seconds = (double) (System.nanoTime() - begin) / NANOS_PER_SECOND;
            tell(what, waits, seconds, "; µs a call:" + costs(before, waits.length));
        }
    }

    /** Each on a thread of its own, begun at its time, whether the one before has ended or not. */
    private static long[] calls(AuditSpool spool, int seconds, int first) {
        long[] waits = new long[seconds * RATE];
        long begin = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < waits.length; i++) {
                long due = begin + i * (NANOS_PER_SECOND / RATE);
                for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                    LockSupport.parkNanos(rest);
                }
                int number = i;
                callers.execute(() -> waits[number] = wait(spool, new RecordedCall(first + number)));
            }
        }
        return waits;
    }

    private static long wait(AuditSpool spool, RecordedCall call) {
        try {
            long begin = System.nanoTime();
            spool.append(call.intent()).awaitWritten();
            spool.append(call.outcome()).awaitDurable(SYNC_MAX);
            return System.nanoTime() - begin;
        } catch (AuditUnavailableException e) {
            throw new IllegalStateException("a figure without all calls is none", e);
        }
    }

    private static void drain(Path directory, DataSource database) throws Exception {
        try (AuditSpool spool = spool(directory)) {
            for (int i = 1; i <= BACKLOG; i++) {
                RecordedCall call = new RecordedCall(i);
                spool.append(call.intent());
                Receipt receipt = spool.append(call.outcome());
                if (i % IN_FLIGHT == 0 || i == BACKLOG) {
                    receipt.awaitDurable(SYNC_MAX);
                }
            }
            long records = spool.stats().unshippedRecords();
            Map<String, Long> before = threads();
            long begin = System.nanoTime();
            try (AuditShipper _ = AuditShipper.start(spool, database, ShipSettings.DEFAULT, Clocks.SYSTEM)) {
                while (spool.stats().unshippedRecords() > 0) {
                    Thread.sleep(5);
                }
                long nanos = System.nanoTime() - begin;
                System.out.printf(
                        Locale.ROOT,
                        "%d records shipped in %.1f s: %.0f a second; µs a record:%s%n",
                        records,
                        (double) nanos / NANOS_PER_SECOND,
                        (double) records * NANOS_PER_SECOND / nanos,
                        costs(before, records));
            }
        }
    }

    /** Processor time of the trail's own threads. */
    private static Map<String, Long> threads() {
        Map<String, Long> nanos = new LinkedHashMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            var thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("gatehouse-")) {
                nanos.put(thread.getThreadName(), THREADS.getThreadCpuTime(id));
            }
        }
        return nanos;
    }

    private static String costs(Map<String, Long> before, long count) {
        StringBuilder told = new StringBuilder();
        threads()
                .forEach((name, nanos) -> told.append(String.format(
                        Locale.ROOT,
                        " %s %.2f",
                        name.substring("gatehouse-".length()),
                        (nanos - before.getOrDefault(name, 0L)) / NANOS_PER_MICRO / count)));
        return told.toString();
    }
}
