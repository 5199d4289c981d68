package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Feeds one child's stdin from one platform thread, so that a child that stops reading blocks nobody else. */
final class StdinWriter implements Runnable {
    static final int MESSAGES_MAX = 1024;
    static final int BYTES_MAX = 16 << 20;

    /** @param wanted asked right before the write: true takes the message, false drops it */
    private record Message(byte[] line, BooleanSupplier wanted) {}

    private final OutputStream stdin;
    private final Consumer<String> failed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Queue<Message> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean closing;
    private volatile long writingSinceNanos = Long.MIN_VALUE;

    StdinWriter(OutputStream stdin, Consumer<String> failed) {
        this.stdin = stdin;
        this.failed = failed;
    }

    /** Queues one message; false when the queue is full or closed. */
    boolean offer(Json message, BooleanSupplier wanted) {
        byte[] line = line(message);
        lock.lock();
        try {
            boolean full = queue.size() >= MESSAGES_MAX || queuedBytes + (long) line.length > BYTES_MAX;
            // One message alone always fits: its size was limited where it came in.
            if (closing || (full && !queue.isEmpty())) {
                return false;
            }
            queue.add(new Message(line, wanted));
            queuedBytes += line.length;
            news.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes stdin once what is queued is written. */
    void finish() {
        lock.lock();
        try {
            closing = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long the write under way has been blocked, in nanoseconds; 0 when none is. */
    long blockedNanos(long nowNanos) {
        long since = writingSinceNanos;
        return since == Long.MIN_VALUE ? 0 : nowNanos - since;
    }

    @Override
    public void run() {
        try (stdin) {
            for (Message message = take(); message != null; message = take()) {
                if (message.wanted().getAsBoolean()) {
                    writingSinceNanos = System.nanoTime();
                    stdin.write(message.line());
                    stdin.flush();
                    writingSinceNanos = Long.MIN_VALUE;
                }
            }
        } catch (IOException e) {
            failed.accept("its stdin is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writingSinceNanos = Long.MIN_VALUE;
            finish();
        }
    }

    private @Nullable Message take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closing) {
                news.await();
            }
            Message message = queue.poll();
            queuedBytes -= message == null ? 0 : message.line().length;
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** Line ends can only stand between the tokens of JSON text, where a space means the same. */
    private static byte[] line(Json message) {
        byte[] line = new byte[message.length() + 1];
        message.copyTo(line, 0);
        for (int i = 0; i < line.length - 1; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        line[line.length - 1] = '\n';
        return line;
    }
}
