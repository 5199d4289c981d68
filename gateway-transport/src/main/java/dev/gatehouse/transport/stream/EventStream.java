package dev.gatehouse.transport.stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of one event-stream response. May be used from any thread; events leave in the order they were given. What
 * waits for a client that reads slowly is bounded: {@link #send} waits for room, {@link #offer} says that there is none.
 */
public final class EventStream implements Heartbeat.Beating {
    /** Told on the loop, once, whether everything including the end reached the socket. */
    @FunctionalInterface
    public interface Ending {
        void ended(boolean delivered);
    }

    /** Large events go in pieces, so that a slow client is seen to take them. */
    private static final int PIECE_BYTES = 16 * 1024;

    private final Channel channel;
    private final StreamLimits limits;
    private final Ending ending;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Runnable> farewells = new ArrayList<>();
    private long outboundBytes;
    private long movedAt = System.nanoTime();
    private boolean ended;
    private boolean gone;
    private Runnable roomAgain = () -> {};

    public EventStream(Channel channel, StreamLimits limits, Ending ending) {
        this.channel = channel;
        this.limits = limits;
        this.ending = ending;
    }

    /**
     * Waits for room, then sends. False when the stream is over, or is now because the client took nothing for too long.
     */
    public boolean send(byte[] event) {
        lock.lock();
        try {
            while (isFull() && isOpen()) {
                long left = limits.stall().toNanos() - (System.nanoTime() - movedAt);
                if (left <= 0) {
                    cut();
                    return false;
                }
                var _ = moved.awaitNanos(left);
            }
            return write(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Sends without waiting. False, with nothing sent, when there is no room or the stream is over. */
    public boolean offer(byte[] event) {
        lock.lock();
        try {
            return !isFull() && write(event);
        } finally {
            lock.unlock();
        }
    }

    public boolean hasRoom() {
        lock.lock();
        try {
            return !isFull();
        } finally {
            lock.unlock();
        }
    }

    /** Sends whether there is room or not: for what is bounded elsewhere. False when the stream is over. */
    public boolean press(byte[] event) {
        lock.lock();
        try {
            return write(event);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the response; a second time does nothing. */
    public void end() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        tellOver();
        onLoop(() -> {
            var _ = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(written -> ending.ended(written.isSuccess()));
        });
    }

    /** The client left. */
    public void gone() {
        lock.lock();
        try {
            gone = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        tellOver();
    }

    public boolean isOpen() {
        lock.lock();
        try {
            return !ended && !gone;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the action, on a thread of its own, once nothing can be sent any more; at once when that is so. */
    public void onOver(Runnable action) {
        lock.lock();
        try {
            if (!ended && !gone) {
                farewells.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        Thread.startVirtualThread(action);
    }

    private void tellOver() {
        List<Runnable> actions;
        lock.lock();
        try {
            actions = List.copyOf(farewells);
            farewells.clear();
        } finally {
            lock.unlock();
        }
        actions.forEach(Thread::startVirtualThread);
    }

    /** Runs the action, on the loop, whenever a stream that was full has room again. */
    public void onRoom(Runnable action) {
        lock.lock();
        try {
            roomAgain = action;
        } finally {
            lock.unlock();
        }
    }

    /** Breaks a silence, or gives up a client that takes nothing. */
    @Override
    public boolean beat(long nowNanos) {
        lock.lock();
        try {
            long still = nowNanos - movedAt;
            if (outboundBytes > 0 && still > limits.stall().toNanos()) {
                cut();
            } else if (outboundBytes == 0 && still >= limits.keepAlive().toNanos()) {
                write(Sse.comment());
            }
            return isOpen() || (outboundBytes > 0 && !gone);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return outboundBytes >= StreamLimits.OUTBOUND_BYTES_MAX;
    }

    private void cut() {
        onLoop(() -> {
            var _ = channel.close();
        });
    }

    private boolean write(byte[] event) {
        if (ended || gone) {
            return false;
        }
        if (outboundBytes == 0) {
            movedAt = System.nanoTime();
        }
        outboundBytes += event.length;
        onLoop(() -> writePieces(event));
        return true;
    }

    private void writePieces(byte[] event) {
        for (int from = 0; from < event.length; from += PIECE_BYTES) {
            int count = Math.min(PIECE_BYTES, event.length - from);
            var _ = channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(event, from, count)))
                    .addListener(_ -> left(count));
        }
        channel.flush();
    }

    private void left(int bytes) {
        Runnable told = null;
        lock.lock();
        try {
            boolean full = isFull();
            outboundBytes -= bytes;
            movedAt = System.nanoTime();
            moved.signalAll();
            if (full && !isFull()) {
                told = roomAgain;
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
    }

    /** Always by way of the queue: a loop that wrote at once would overtake what other threads gave it before. */
    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loops have stopped, and with them every connection.
            gone();
        }
    }
}
