package dev.gatehouse.bench;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipSettings;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.ExportTrail;
import dev.gatehouse.audit.verify.Report;
import dev.gatehouse.audit.verify.SpoolTrail;
import dev.gatehouse.audit.verify.Trail;
import dev.gatehouse.audit.verify.TrailExport;
import dev.gatehouse.audit.verify.TrustedKeys;
import dev.gatehouse.audit.verify.Verifier;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How many records a verifier checks in a second of its own processor time, out of PostgreSQL, a spool and an export. {@code
 * ./dev bench-verify} runs it.
 */
public final class VerifySpeed {
    private static final int CALLS = Integer.getInteger("calls", 100_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int IN_FLIGHT = 1_000;
    private static final Duration SYNC_MAX = Duration.ofSeconds(30);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final SpoolSettings SETTINGS = new SpoolSettings(64L << 20, 10L << 30, Duration.ofDays(1));

    @FunctionalInterface
    private interface Opening {
        Trail open() throws Exception;
    }

    private VerifySpeed() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(scratch.path().resolve("postgres"))) {
            run(
                    scratch.path().resolve("spool"),
                    scratch.path().resolve("export.jsonl.gz"),
                    RecordedCall.database(postgres));
        }
    }

    private static void run(Path spool, Path export, DataSource database) throws Exception {
        SealingKey key = SealingKey.generate();
        TrustedKeys keys = new TrustedKeys(List.of(key.publicKey()));
        String gateway = record(spool, key, database);
        measure("spool", () -> SpoolTrail.open(spool), keys);
        measure("PostgreSQL", () -> DatabaseTrail.open(database), keys);
        try (DatabaseTrail trail = DatabaseTrail.open(database);
                OutputStream out = Files.newOutputStream(export)) {
            TrailExport.write(trail, gateway, RowSelection.ALL, Instant.now(), out);
        }
        measure("export", () -> ExportTrail.open(export), keys);
    }

    private static String record(Path directory, SealingKey key, DataSource database) throws Exception {
        Sealing sealing = new Sealing(key, EventKeep.DEFAULT, _ -> {});
        try (AuditSpool spool = AuditSpool.open(directory, SETTINGS, sealing, Clocks.SYSTEM, FsyncObserver.NONE);
                AuditShipper _ = AuditShipper.start(spool, database, ShipSettings.DEFAULT, Clocks.SYSTEM)) {
            for (int i = 1; i <= CALLS; i++) {
                RecordedCall call = new RecordedCall(i);
                spool.append(call.intent());
                Receipt receipt = spool.append(call.outcome());
                if (i % IN_FLIGHT == 0 || i == CALLS) {
                    receipt.awaitDurable(SYNC_MAX);
                }
            }
            while (spool.stats().unshippedRecords() > 0) {
                Thread.sleep(100);
            }
            return spool.gatewayId();
        }
    }

    private static void measure(String what, Opening opening, TrustedKeys keys) throws Exception {
        double best = 0;
        double last = 0;
        @Nullable Report report = null;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = cpuNanos();
            try (Trail trail = opening.open()) {
                report = Verifier.verify(trail, keys, List.of(), Instant.now());
            }
            if (report.exitCode() != Report.WHOLE) {
                throw new IllegalStateException("a good trail is not whole: " + report.faults());
            }
            last = (double) report.records() * NANOS_PER_SECOND / (cpuNanos() - begin);
            best = Math.max(best, last);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d records in %d blocks, %.0f records per CPU second in the last of %d rounds, %.0f in the best%n",
                what,
                report == null ? 0 : report.records(),
                report == null ? 0 : report.blocks(),
                last,
                ROUNDS,
                best);
    }

    /** Of all threads of this process, the collector's and the compiler's too. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
