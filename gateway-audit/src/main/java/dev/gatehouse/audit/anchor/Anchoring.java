package dev.gatehouse.audit.anchor;

import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what the trail is, in a checkpoint at most 10 s old, and takes that to every anchor at most a minute after the first
 * block it newly covers. An anchor that fails is tried again with the next checkpoint; nothing waits for it.
 */
public final class Anchoring implements AutoCloseable {
    /** How old a checkpoint may be before another one covers the newest block. */
    public static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);

    /** How long after a block each anchor has it. */
    public static final Duration ANCHOR_WITHIN = Duration.ofSeconds(60);

    private static final long NOTHING_WAITS = Long.MAX_VALUE;
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

    private final SealingKey key;
    private final List<Anchor> anchors;
    private final Clocks clocks;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private MerkleTree tree = new MerkleTree();
    private String origin = "";
    private long said;
    private volatile @Nullable String latest;
    private volatile long waitingSinceNanos = NOTHING_WAITS;
    /** What is under way to an anchor, which may take its time, waits as well. */
    private volatile long underWaySinceNanos = NOTHING_WAITS;

    private Anchoring(SealingKey key, List<Anchor> anchors, Clocks clocks) {
        this.key = key;
        this.anchors = List.copyOf(anchors);
        this.clocks = clocks;
        this.thread = Thread.ofPlatform().daemon().name("gatehouse-anchor").unstarted(this::run);
    }

    public static Anchoring start(SealingKey key, List<Anchor> anchors, Clocks clocks) {
        Anchoring anchoring = new Anchoring(key, anchors, clocks);
        anchoring.thread.start();
        return anchoring;
    }

    /** A block is durable; from the sealer's thread, in order. */
    public void sealed(SealedBlock block) {
        lock.lock();
        try {
            String of =
                    Checkpoint.origin(block.header().gateway(), block.header().chain());
            if (!of.equals(origin)) {
                origin = of;
                tree = new MerkleTree();
                said = 0;
            }
            tree.addEntry(block.bytes());
            if (waitingSinceNanos == NOTHING_WAITS) {
                waitingSinceNanos = clocks.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest checkpoint, as a signed note; empty before the first. */
    public Optional<String> checkpoint() {
        return Optional.ofNullable(latest);
    }

    /** Nanoseconds since the oldest block that some anchor does not have was sealed; 0 without anchors. */
    public long lagNanos() {
        long since = Math.min(underWaySinceNanos, waitingSinceNanos);
        return anchors.isEmpty() || since == NOTHING_WAITS ? 0 : Math.max(0, clocks.nanoTime() - since);
    }

    /** The last checkpoint is taken to the anchors first. Close the spool before, so that it covers the last block. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = isClosing();
            say();
            if (last
                    || lagNanos()
                            >= ANCHOR_WITHIN
                                    .minus(CHECKPOINT_EVERY.multipliedBy(2))
                                    .toNanos()) {
                takeToAnchors();
            }
        }
    }

    private boolean isClosing() {
        try {
            return closing.await(CHECKPOINT_EVERY.toNanos() / 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void say() {
        Checkpoint checkpoint;
        lock.lock();
        try {
            if (tree.size() == said) {
                return;
            }
            said = tree.size();
            checkpoint = new Checkpoint(origin, said, tree.root(), clocks.now());
        } finally {
            lock.unlock();
        }
        latest = checkpoint.signedBy(key);
    }

    private void takeToAnchors() {
        String note = latest;
        if (note == null || waitingSinceNanos == NOTHING_WAITS) {
            return;
        }
        long before = waitingSinceNanos;
        underWaySinceNanos = before;
        waitingSinceNanos = NOTHING_WAITS;
        for (Anchor anchor : anchors) {
            try {
                anchor.keep(note);
            } catch (IOException | RuntimeException e) {
                waitingSinceNanos = before;
                LOG.error("the checkpoint of the audit trail was not taken to {}: {}", anchor.name(), e.toString());
            }
        }
        underWaySinceNanos = NOTHING_WAITS;
    }
}
