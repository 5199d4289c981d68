package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of what is durable, signs them, and has them recorded; each is told of once it is durable itself. On a
 * thread of its own, because a signature takes longer than a call may wait.
 */
final class Sealer implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** A block is closed at the first look when its first record was seen this long ago: a second after it was durable. */
    private static final Duration BLOCK_AGE = Duration.ofMillis(500);

    private static final long NOTHING_WAITS = Long.MAX_VALUE;
    private static final Duration RETRY = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    /** Gives a block to the writer. */
    @FunctionalInterface
    interface Recorder {
        void record(SealedBlock block) throws AuditUnavailableException;
    }

    private final String gateway;
    private final SealingKey key;
    private final Unsealed unsealed;
    private final Recorder recorder;
    private final Clocks clocks;

    private final Consumer<SealedBlock> listener;
    private volatile boolean failed;
    private volatile long oldestNanos = NOTHING_WAITS;

    private String previous;
    private long chain;
    private long number;
    private @Nullable OpenBlock block;
    private long blockDueNanos;

    Sealer(String gateway, Sealing sealing, long chain, Unsealed unsealed, Recorder recorder, Clocks clocks) {
        this.gateway = gateway;
        this.key = sealing.key();
        this.listener = sealing.listener();
        this.chain = chain;
        this.unsealed = unsealed;
        this.recorder = recorder;
        this.clocks = clocks;
        this.previous = unsealed.durablySealed().digest();
    }

    /** False when a bug ended it: records then stay without a seal until a restart. */
    boolean isAlive() {
        return !failed;
    }

    /** Nanoseconds since the oldest record without a seal was seen; 0 when there is none. */
    long lagNanos() {
        long oldest = oldestNanos;
        return oldest == NOTHING_WAITS ? 0 : Math.max(0, clocks.nanoTime() - oldest);
    }

    @Override
    public void run() {
        try {
            while (!unsealed.isClosed()) {
                for (Leaf leaf : unsealed.take(LOOK_EVERY)) {
                    add(leaf);
                }
                sealIfDue();
            }
            drain();
        } catch (InterruptedException | RuntimeException e) {
            failed = true;
            LOG.error("the audit trail is not sealed any more, by a bug: restart the gateway", e);
        }
    }

    /** What is durable when the spool closes is sealed too. */
    private void drain() throws InterruptedException {
        for (Leaf leaf : unsealed.take(Duration.ZERO)) {
            add(leaf);
        }
        OpenBlock left = block;
        if (left != null && left.tells()) {
            seal(left);
        }
    }

    private void add(Leaf leaf) throws InterruptedException {
        OpenBlock open = block;
        if (open != null && !open.hasRoomFor(leaf)) {
            seal(open);
            open = null;
        }
        boolean told = open != null && open.tells();
        if (open == null) {
            open = new OpenBlock(leaf);
            block = open;
        } else {
            open.add(leaf);
        }
        if (!told && open.tells()) {
            oldestNanos = clocks.nanoTime();
            blockDueNanos = oldestNanos + BLOCK_AGE.toNanos();
        }
    }

    private void sealIfDue() throws InterruptedException {
        OpenBlock open = block;
        if (open != null && open.tells() && clocks.nanoTime() - blockDueNanos >= 0) {
            seal(open);
        }
    }

    private void seal(OpenBlock open) throws InterruptedException {
        block = null;
        if (open.first().epoch() > chain) {
            chain = open.first().epoch();
            number = 0;
        }
        SealedBlock sealed = SealedBlock.seal(
                new BlockHeader(
                        gateway,
                        chain,
                        ++number,
                        previous,
                        open.first(),
                        open.last(),
                        open.trees(),
                        EpochNanos.of(clocks.now()),
                        key.publicKey().id()),
                key);
        if (record(sealed)) {
            previous = sealed.digest();
            oldestNanos = NOTHING_WAITS;
            listener.accept(sealed);
        }
    }

    /** As long as it takes: without a disk there is nothing new to be sealed either. False when the spool was closed meanwhile. */
    private boolean record(SealedBlock sealed) throws InterruptedException {
        while (true) {
            unsealed.submitted(sealed);
            try {
                recorder.record(sealed);
                if (unsealed.awaitDurable()) {
                    return true;
                }
            } catch (AuditUnavailableException e) {
                LOG.warn("a block of the audit trail waits to be recorded: {}", e.getMessage());
            }
            if (unsealed.isClosed()) {
                return false;
            }
            Thread.sleep(RETRY);
        }
    }
}
