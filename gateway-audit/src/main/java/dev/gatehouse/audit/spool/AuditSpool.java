package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.DiskSegmentFiles;
import dev.gatehouse.audit.segment.SegmentFiles;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The local write-ahead spool: the journal that needs nothing but a disk. What {@link Receipt#awaitWritten} has confirmed
 * survives {@code kill -9}, what {@link Receipt#awaitDurable} has confirmed survives power loss on an honest disk, and
 * what can be neither is refused at once. One process at a time.
 */
public final class AuditSpool implements AuditJournal, AutoCloseable {
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

    private final String gatewayId;
    private final SpoolSettings settings;
    private final Sealing seal;
    private final SpoolLock lock;
    private final Waits waits;
    private final SegmentStore store;
    private final Inbox inbox = new Inbox();
    private final Committer committer;
    private final SpoolWriter writer;
    private final Keeper keeper;
    private final Unsealed unsealed;
    private final Sealer sealer;
    private final ShipProgress progress;
    private final SpoolStats stats;
    private final Thread writing;
    private final Thread keeping;
    private final Thread sealing;
    private volatile Consumer<AuditEvent> watcher = _ -> {};

    private AuditSpool(
            Path directory,
            SpoolLock lock,
            Waits waits,
            SpoolSettings settings,
            Sealing seal,
            Clocks clocks,
            FsyncObserver observer,
            SegmentFiles files)
            throws IOException {
        this.lock = lock;
        this.waits = waits;
        this.settings = settings;
        this.seal = seal;
        this.gatewayId = GatewayId.in(directory, files);
        LastRun lastRun = LastRun.find(directory, files);
        this.store = SegmentStore.open(directory, files, settings, clocks, lastRun.index());
        Tail tail = new Tail(settings, clocks, ActiveSegment.none(directory), lastRun.end());
        this.unsealed = lastRun.unsealed();
        this.committer = new Committer(store, tail, lastRun.open(), unsealed, settings, clocks, observer);
        this.writer = new SpoolWriter(gatewayId, inbox, committer, lastRun, waits, clocks, seal, settings);
        this.progress = new ShipProgress(lastRun.end(), EpochNanos.of(clocks.now()));
        long epoch = Math.max(lastRun.end().epoch() + 1, clocks.now().toEpochMilli());
        this.sealer = new Sealer(gatewayId, seal, epoch, unsealed, this::record, clocks);
        this.stats = new SpoolStats(inbox, committer, store, progress, sealer, clocks);
        writer.start(epoch, lastRun.epochStart(gatewayId));
        this.keeper = new Keeper(store, settings);
        this.writing = Thread.ofPlatform().name("gatehouse-spool").unstarted(writer);
        this.keeping =
                Thread.ofPlatform().daemon().name("gatehouse-spool-keeper").unstarted(keeper);
        this.sealing = Thread.ofPlatform().daemon().name("gatehouse-seal").unstarted(sealer);
    }

    /**
     * Opens the spool in this directory, making it where needed: recovers what the last run left, closes the calls it left
     * open with an unknown outcome, begins a new epoch.
     *
     * @throws SpoolInUseException when another gateway has it open
     * @throws IOException when it cannot be read, written or synced: without it no gateway may start
     */
    public static AuditSpool open(
            Path directory, SpoolSettings settings, Sealing seal, Clocks clocks, FsyncObserver observer)
            throws IOException {
        return open(directory, settings, seal, clocks, observer, new DiskSegmentFiles());
    }

    static AuditSpool open(
            Path directory,
            SpoolSettings settings,
            Sealing seal,
            Clocks clocks,
            FsyncObserver observer,
            SegmentFiles files)
            throws IOException {
        makePrivate(directory);
        SpoolLock lock = SpoolLock.take(directory);
        Waits waits = Waits.start(System::nanoTime);
        try {
            AuditSpool spool = new AuditSpool(directory, lock, waits, settings, seal, clocks, observer, files);
            spool.writing.start();
            spool.keeping.start();
            spool.sealing.start();
            return spool;
        } catch (IOException | RuntimeException e) {
            waits.close();
            lock.close();
            throw e;
        }
    }

    @Override
    public Receipt append(AuditEvent event) throws AuditUnavailableException {
        PendingRecord record = veiled(event);
        try {
            refuseWhenUnable(record);
            inbox.offer(record);
            watcher.accept(event);
            return record;
        } catch (AuditUnavailableException e) {
            stats.countRefused();
            writer.refused(record);
            throw e;
        }
    }

    /** From now on it is told of each event that is taken in, by whoever records it: it must neither wait nor throw. */
    public void watch(Consumer<AuditEvent> events) {
        watcher = events;
    }

    /** What cannot be recorded leaves a call open that it would have closed. */
    private PendingRecord veiled(AuditEvent event) throws AuditUnavailableException {
        try {
            return PendingRecord.veiled(event, seal, settings, writer);
        } catch (AuditUnavailableException e) {
            stats.countRefused();
            writer.refused(PendingRecord.of(event, seal, settings, writer));
            throw e;
        }
    }

    private void record(SealedBlock block) throws AuditUnavailableException {
        PendingRecord record = PendingRecord.of(block, writer);
        refuseWhenUnable(record);
        inbox.offer(record);
    }

    /** Names this spool's records in the database. Random, drawn once. */
    public String gatewayId() {
        return gatewayId;
    }

    public SpoolStats stats() {
        return stats;
    }

    /** The records on their way to the database. One feed at a time. */
    public SpoolFeed feed() {
        return new SpoolFeed(store, committer, progress);
    }

    /** Lets later records stand in an epoch after this one: the database has seen it, this spool has not. */
    public void beginEpochAfter(long epoch) {
        writer.beginEpochAfter(epoch);
    }

    /**
     * Seals what it has, takes no more, syncs what it has, and lets the directory go. Calls still open are closed by the next start.
     *
     * @throws IOException when the disk does not answer; the directory then stays locked until the process ends
     */
    @Override
    public void close() throws IOException {
        unsealed.close();
        keeper.close();
        try {
            sealing.join(CLOSE_WAIT_MAX);
            inbox.close();
            writing.join(CLOSE_WAIT_MAX);
            keeping.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inbox.close();
        }
        if (writing.isAlive() || keeping.isAlive()) {
            throw new IOException("the audit spool did not end in " + CLOSE_WAIT_MAX.toSeconds()
                    + " s; its last records may not be synced");
        }
        waits.close();
        lock.close();
    }

    /** Outcomes of calls that were let in are taken while there is a file to write to at all. */
    private void refuseWhenUnable(PendingRecord record) throws AuditUnavailableException {
        String failure = committer.failure();
        if (failure == null && !record.isOwed()) {
            failure = store.refusal();
        }
        if (failure != null) {
            throw new AuditUnavailableException(failure);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
