package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SegmentFiles;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a spool: which hold records, which stand ready. Two stand ready ahead of need, so that calls that were let
 * in can still record how they ended when no space is left for new ones. Thread-safe.
 */
final class SegmentStore {
    /** One to change to, and one in reserve for outcomes. */
    static final int SPARES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentStore.class);

    private final Path directory;
    private final SegmentFiles files;
    private final SpoolSettings settings;
    private final Clocks clocks;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition spareReady = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final TreeMap<Long, StoredSegment> segments;
    private final ArrayDeque<Path> spares = new ArrayDeque<>();
    private long nextNumber;
    private boolean workWaits;
    /** Given to the writer, and not yet known to have begun. */
    private int taken;

    private @Nullable String exhausted;
    private volatile @Nullable String refusal;

    private SegmentStore(
            Path directory, SegmentFiles files, SpoolSettings settings, Clocks clocks, SegmentIndex index) {
        this.directory = directory;
        this.files = files;
        this.settings = settings;
        this.clocks = clocks;
        this.segments = index.segments();
    }

    /** Takes over what is in the directory, and makes the first file where none stands ready. */
    static SegmentStore open(
            Path directory, SegmentFiles files, SpoolSettings settings, Clocks clocks, SegmentIndex index)
            throws IOException {
        SegmentStore store = new SegmentStore(directory, files, settings, clocks, index);
        for (Path unfinished : SegmentName.unfinishedIn(directory)) {
            files.delete(unfinished);
        }
        for (Path file : index.ready()) {
            store.adopt(file);
        }
        store.nextNumber = index.numberMax() + 1;
        store.makeReady(1);
        return store;
    }

    /** Why no new calls may be taken in; null while there is a file in reserve. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** The next segment, waiting for one that is being made. */
    ActiveSegment take(Duration wait) throws IOException {
        Path path;
        long number;
        lock.lock();
        try {
            Path spare = awaitSpare(wait);
            number = nextNumber++;
            path = directory.resolve(SegmentName.segment(number));
            files.rename(spare, path);
            spares.remove(spare);
            taken++;
            signalWork();
            updateRefusal();
        } finally {
            lock.unlock();
        }
        return begin(number, path);
    }

    /** The segment has its header: it is part of the spool now. */
    void started(ActiveSegment segment, SegmentHeader header) {
        StoredSegment stored = new StoredSegment(
                segment.number(),
                segment.path(),
                header.first(),
                header.previous(),
                settings.segmentBytes(),
                false,
                OptionalLong.empty());
        locked(() -> {
            segments.put(segment.number(), stored);
            taken--;
        });
    }

    /** A write to this segment failed. What it holds is still read; its file is never used again. */
    void giveUp(long number) {
        locked(() -> segments.computeIfPresent(number, (n, segment) -> segment.asGivenUp()));
    }

    /** The segment could not even be begun. */
    void discard(ActiveSegment segment) {
        locked(() -> taken--);
        try {
            segment.file().close();
            files.delete(segment.path());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", segment.path(), e);
        }
    }

    /** All segments before this one are wholly in the database. */
    void shippedBefore(long number) {
        locked(() -> {
            segments.headMap(number).replaceAll((n, segment) -> segment.asShipped(clocks.nanoTime()));
            signalWork();
        });
    }

    /** The database has nothing after this position: the files of what comes after it are needed, also those that it had. */
    void neededAfter(Position arrived) {
        locked(() -> segments.replaceAll((n, segment) -> endOf(n).isAfter(arrived) ? segment.asNeeded() : segment));
    }

    /** The last position that no file holds any more. */
    Position keptAfter() {
        lock.lock();
        try {
            return segments.isEmpty()
                    ? Position.ZERO
                    : segments.firstEntry().getValue().previous();
        } finally {
            lock.unlock();
        }
    }

    Optional<StoredSegment> following(long number) {
        lock.lock();
        try {
            return Optional.ofNullable(segments.higherEntry(number)).map(e -> e.getValue());
        } finally {
            lock.unlock();
        }
    }

    Backlog backlog() {
        lock.lock();
        try {
            return new Backlog(List.copyOf(segments.values()));
        } finally {
            lock.unlock();
        }
    }

    /** Makes room and files, as far as needed and allowed. Slow: for the keeper's thread. */
    void tend() {
        locked(() -> recycle(false));
        makeReady(SPARES);
    }

    private void makeReady(int wanted) {
        while (isShortOf(wanted)) {
            String failure = makeSpare();
            locked(() -> {
                exhausted = failure;
                updateRefusal();
                spareReady.signalAll();
            });
            if (failure != null) {
                return;
            }
        }
    }

    /** Returns when there may be something to tend, at the latest after this long. */
    void awaitWork(Duration wait) {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (!workWaits && left > 0) {
                left = work.awaitNanos(left);
            }
            workWaits = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    void callKeeper() {
        locked(this::signalWork);
    }

    private Position endOf(long number) {
        Map.Entry<Long, StoredSegment> next = segments.higherEntry(number);
        return next == null ? Position.LAST : next.getValue().previous();
    }

    private void adopt(Path file) throws IOException {
        if (spares.size() < SPARES && Files.size(file) == settings.segmentBytes()) {
            spares.add(file);
        } else {
            files.delete(file);
        }
    }

    private ActiveSegment begin(long number, Path path) throws IOException {
        try {
            files.syncDirectory(directory);
            return new ActiveSegment(number, path, files.open(path));
        } catch (IOException e) {
            locked(() -> taken--);
            files.delete(path);
            throw e;
        }
    }

    private Path awaitSpare(Duration wait) throws IOException {
        long left = wait.toNanos();
        while (spares.isEmpty()) {
            if (exhausted != null || left <= 0) {
                throw new IOException(exhausted == null ? "no file was ready in time" : exhausted);
            }
            signalWork();
            try {
                left = spareReady.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a file", e);
            }
        }
        return spares.getFirst();
    }

    private void signalWork() {
        workWaits = true;
        work.signal();
    }

    private boolean isShortOf(int wanted) {
        lock.lock();
        try {
            return spares.size() < wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Null when it worked, else why not. */
    private @Nullable String makeSpare() {
        Path file;
        lock.lock();
        try {
            while (!hasRoom()) {
                if (!recycle(true)) {
                    return "it has reached its cap of " + settings.capBytes() + " bytes";
                }
                if (spares.size() >= SPARES) {
                    return null;
                }
            }
            file = directory.resolve(SegmentName.spare(nextNumber++));
        } finally {
            lock.unlock();
        }
        try {
            files.create(file, settings.segmentBytes());
            files.syncDirectory(directory);
        } catch (IOException e) {
            return e.toString();
        }
        locked(() -> spares.add(file));
        return null;
    }

    private boolean hasRoom() {
        long used = segments.values().stream().mapToLong(StoredSegment::bytes).sum();
        return used + (spares.size() + taken + 1) * settings.segmentBytes() <= settings.capBytes();
    }

    /** Frees segments whose time is over; under pressure the oldest shipped one in any case. True when it freed one. */
    private boolean recycle(boolean pressed) {
        boolean freed = false;
        Iterator<StoredSegment> oldestFirst = segments.values().iterator();
        while (oldestFirst.hasNext()) {
            StoredSegment segment = oldestFirst.next();
            if (segment.shippedAtNanos().isEmpty()) {
                break;
            }
            long keptNanos = clocks.nanoTime() - segment.shippedAtNanos().getAsLong();
            boolean due = keptNanos >= settings.keptAfterShipping().toNanos();
            if (due || (pressed && !freed)) {
                oldestFirst.remove();
                reuse(segment);
                freed = true;
            }
        }
        return freed;
    }

    private void reuse(StoredSegment segment) {
        try {
            if (spares.size() < SPARES && !segment.givenUp() && segment.bytes() == settings.segmentBytes()) {
                Path spare = directory.resolve(SegmentName.spare(nextNumber++));
                files.rename(segment.path(), spare);
                spares.add(spare);
                spareReady.signalAll();
            } else {
                files.delete(segment.path());
            }
            files.syncDirectory(directory);
        } catch (IOException e) {
            LOG.warn("{} is shipped but could not be freed", segment.path(), e);
        }
    }

    private void updateRefusal() {
        refusal = exhausted == null || !spares.isEmpty()
                ? null
                : "audit spool " + directory + " is full: " + exhausted
                        + "; free space on its disk, raise its cap, or bring PostgreSQL back so that it can empty";
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
