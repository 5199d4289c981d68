package dev.gatehouse.transport.wire;

import java.util.concurrent.atomic.AtomicLong;

/** How many message bytes the process may hold at once, whoever sent them: what keeps many large bodies off the heap. */
public final class ByteBudget {
    /** Bytes are reserved in steps of this size, so that a declared length alone holds nothing. */
    public static final int STEP_BYTES = 64 * 1024;

    private static final int HEAP_SHARE = 4;

    private final AtomicLong free;

    public ByteBudget(long bytesMax) {
        this.free = new AtomicLong(bytesMax);
    }

    /** A quarter of the largest heap this process may have. */
    public static ByteBudget quarterOfHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Takes all of the bytes or none. What was taken must be {@linkplain #release released}. */
    public boolean tryReserve(long bytes) {
        long now = free.get();
        while (now >= bytes) {
            if (free.compareAndSet(now, now - bytes)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
    }

    /** Bytes that nobody holds. */
    public long free() {
        return free.get();
    }
}
