package dev.gatehouse.audit.crash;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A JVM that records calls until it is killed. Each call is intent written, outcome durable, acknowledged: its id goes to
 * a file of acknowledgments with one write, which survives the kill as a client's memory would.
 */
final class Victim {
    static final String SPOOL = "victim.spool";
    static final String ACKS = "victim.acks";
    static final String DATABASE = "VICTIM_DATABASE";
    /** Acknowledges every call before it is recorded: the bug that the harness must be able to see. */
    static final String MUTANT = "victim.acknowledgesFirst";

    private static final int THREADS = 8;
    private static final Duration DURABLE_WAIT_MAX = Duration.ofSeconds(5);

    private final AuditJournal journal;
    private final FileChannel acks;

    private Victim(AuditJournal journal, FileChannel acks) {
        this.journal = journal;
        this.acks = acks;
    }

    public static void main(String[] args) throws IOException {
        AuditSpool spool = AuditSpool.open(
                Path.of(System.getProperty(SPOOL)),
                KillRun.SETTINGS,
                SpoolFixture.SEALING,
                Clocks.SYSTEM,
                FsyncObserver.NONE);
        String url = System.getenv(DATABASE);
        if (url != null) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(url);
            AuditShipper.start(spool, database, ShipFixture.HURRIED, Clocks.SYSTEM);
        }
        FileChannel acks = FileChannel.open(
                Path.of(System.getProperty(ACKS)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Victim victim = new Victim(Boolean.getBoolean(MUTANT) ? premature(spool) : spool, acks);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofVirtual().start(() -> victim.callForEver(thread));
        }
        endWithParent();
    }

    /** A test that is killed itself can kill nobody: then its end of the pipe closes. */
    private static void endWithParent() throws IOException {
        int _ = System.in.read();
        Runtime.getRuntime().halt(0);
    }

    private void callForEver(int thread) {
        String prefix = ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + thread + "-";
        try {
            for (long n = 0; true; n++) {
                call(prefix + n);
            }
        } catch (AuditUnavailableException | IOException e) {
            throw new IllegalStateException("the victim could not record", e);
        }
    }

    private void call(String id) throws AuditUnavailableException, IOException {
        journal.append(Events.intent(id)).awaitWritten();
        journal.append(Events.outcome(id)).awaitDurable(DURABLE_WAIT_MAX);
        acks.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static AuditJournal premature(AuditJournal journal) {
        return new AuditJournal() {
            @Override
            public Receipt append(AuditEvent event) throws AuditUnavailableException {
                journal.append(event);
                return new Receipt() {
                    @Override
                    public void awaitWritten() {}

                    @Override
                    public void awaitDurable(Duration timeout) {}
                };
            }
        };
    }
}
