package dev.gatehouse.policy.script.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The socket to one worker, for whoever has the worker. An answer mostly comes sooner than a thread could be put to sleep and
 * woken again (each such step took 20 µs here, and there were two), so it is looked for, without a pause at first.
 */
final class Line implements AutoCloseable {
    /** As long as a warm call takes, and not long enough to matter to others on the same carrier. */
    private static final long WITHOUT_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(60);

    private static final long PAUSE_MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long PAUSE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A pause is this part of the time waited so far. */
    private static final int PAUSE_PART = 8;

    private final SocketChannel channel;
    private final ByteBuffer head = ByteBuffer.allocateDirect(Integer.BYTES);

    Line(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /**
     * Returns when all of it was written.
     *
     * @throws IOException when the worker is gone; also when the line is closed, by which others end a write that takes too long
     */
    void send(ByteBuffer message) throws IOException {
        for (long pause = PAUSE_MIN_NANOS; message.hasRemaining(); pause = Math.min(2 * pause, PAUSE_MAX_NANOS)) {
            if (channel.write(message) == 0) {
                LockSupport.parkNanos(pause);
            }
        }
    }

    /** The next message; null when there is none in time, and {@link Frame#END} when there will be none. */
    @Nullable
    Frame receive(Duration within) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            if (!fill(head.clear(), begun, within.toNanos())) {
                return null;
            }
            int length = head.getInt(0);
            if (length < 1 || length > Frame.MAX_BYTES) {
                return Frame.END;
            }
            ByteBuffer message = ByteBuffer.allocate(length);
            return fill(message, begun, within.toNanos())
                    ? new Frame(message.get(0), message.flip().position(1))
                    : null;
        } catch (IOException _) {
            // The worker is gone, or the line was closed.
            return Frame.END;
        }
    }

    private boolean fill(ByteBuffer buffer, long begun, long nanos) throws IOException, InterruptedException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer);
            if (read < 0) {
                throw new IOException("hung up");
            }
            long waited = System.nanoTime() - begun;
            if (read == 0 && waited >= nanos) {
                return false;
            }
            if (read == 0) {
                pause(waited);
            }
        }
        return true;
    }

    private static void pause(long waitedNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (waitedNanos < WITHOUT_PAUSE_NANOS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(Math.clamp(waitedNanos / PAUSE_PART, PAUSE_MIN_NANOS, PAUSE_MAX_NANOS));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is lost: whoever reads learns that it is over.
        }
    }
}
