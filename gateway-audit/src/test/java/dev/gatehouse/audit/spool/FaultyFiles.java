package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.DiskSegmentFiles;
import dev.gatehouse.audit.segment.SegmentFile;
import dev.gatehouse.audit.segment.SegmentFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;

/** A disk that fails as told. Syncing a file again after a failed sync fails the test. */
final class FaultyFiles implements SegmentFiles {
    private final SegmentFiles disk = new DiskSegmentFiles();
    private final Map<Path, Boolean> broken = new ConcurrentHashMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    final AtomicInteger syncsToFail = new AtomicInteger();
    final AtomicInteger writesToFail = new AtomicInteger();
    final AtomicInteger syncs = new AtomicInteger();
    final AtomicInteger syncsOfBroken = new AtomicInteger();
    /** Every write and sync, in order: {@code sync segment-0000000000000001}. */
    final Queue<String> log = new ConcurrentLinkedQueue<>();

    volatile boolean full;

    /** Syncs hang until {@link #release}. */
    void hang() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    @Override
    public void create(Path file, long bytes) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        disk.create(file, bytes);
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        return new Faulty(file, disk.open(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    private static boolean strikes(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private final class Faulty implements SegmentFile {
        private final Path path;
        private final SegmentFile file;

        Faulty(Path path, SegmentFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            log.add("write " + path.getFileName());
            if (strikes(writesToFail)) {
                ByteBuffer half = bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2);
                file.write(half, at);
                throw new IOException("Input/output error");
            }
            file.write(bytes, at);
        }

        @Override
        public void sync() throws IOException {
            syncs.incrementAndGet();
            log.add("sync " + path.getFileName());
            try {
                gate.await();
            } catch (InterruptedException e) {
                Assertions.fail("the writer was interrupted", e);
            }
            if (broken.containsKey(path)) {
                syncsOfBroken.incrementAndGet();
            }
            if (strikes(syncsToFail)) {
                broken.put(path, true);
                throw new IOException("Input/output error");
            }
            file.sync();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
