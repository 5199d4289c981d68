package dev.gatehouse.policy.script.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The socket to one worker. A platform thread reads it, because a call that waits for the answer wants to wait for a limited
 * time, and the kernel wakes a thread that reads sooner than a virtual one is woken by a selector.
 */
final class Line implements AutoCloseable {
    /** A worker says one thing at a time; one that says more has gone astray. */
    private static final int INBOX_MAX = 4;

    private final SocketChannel channel;
    private final BlockingQueue<Frame> inbox = new ArrayBlockingQueue<>(INBOX_MAX);

    Line(SocketChannel channel, String name) {
        this.channel = channel;
        Thread.ofPlatform().name("gatehouse-script-" + name).daemon().start(this::read);
    }

    void send(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** The next message; null when there is none in time. */
    @Nullable
    Frame receive(Duration within) throws InterruptedException {
        return inbox.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void read() {
        try {
            ByteBuffer length = ByteBuffer.allocateDirect(Integer.BYTES);
            while (inbox.offer(next(length))) {
                // Until the worker hangs up, or talks out of turn.
            }
        } catch (IOException _) {
            // The worker is gone, or the line was closed: both are told by the end.
        }
        inbox.clear();
        inbox.add(Frame.END);
    }

    private Frame next(ByteBuffer head) throws IOException {
        fill(head.clear());
        int length = head.getInt(0);
        if (length < 1 || length > Frame.MAX_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        fill(message);
        return new Frame(message.get(0), message.flip().position(1));
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("hung up");
            }
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
