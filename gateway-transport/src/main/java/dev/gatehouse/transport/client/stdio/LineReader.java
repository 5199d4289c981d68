package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a child's output into lines. Holds at most one line and one buffer; what a line takes beyond the buffer's size is
 * paid for from the byte budget. While that is spent nothing is read, and the child has to wait.
 */
final class LineReader {
    static final int LINE_MAX_BYTES = 10 << 20;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int GROW_ONCE_ABOVE_BYTES = 1 << 20;
    private static final long BUDGET_WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BUDGET_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final InputStream in;
    private final ByteBudget budget;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private byte[] line = new byte[0];
    private int length;
    private long reserved;

    LineReader(InputStream in, ByteBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    /**
     * The next line without its end, or null at the end of the stream; bytes after the last line end are dropped.
     *
     * @throws LineRefusedException when the line is longer than {@link #LINE_MAX_BYTES}, or cannot be paid for within 1 s
     */
    byte @Nullable [] next() throws IOException, LineRefusedException {
        length = 0;
        while (fill()) {
            int end = indexOfLineEnd();
            append(end < 0 ? to : end);
            if (end >= 0) {
                from = end + 1;
                return taken();
            }
            from = to;
        }
        return null;
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
        }
        return to > from;
    }

    private int indexOfLineEnd() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void append(int until) throws LineRefusedException {
        int wanted = length + until - from;
        if (wanted > LINE_MAX_BYTES) {
            throw new LineRefusedException(Cause.UNAVAILABLE, "it wrote a line over " + LINE_MAX_BYTES + " bytes");
        }
        if (wanted > line.length) {
            // Doubling near the limit would hold it twice.
            int grown = wanted > GROW_ONCE_ABOVE_BYTES ? LINE_MAX_BYTES : Math.max(wanted, 2 * line.length);
            pay(grown);
            line = Arrays.copyOf(line, grown);
        }
        System.arraycopy(buffer, from, line, length, until - from);
        length = wanted;
    }

    private byte[] taken() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        byte[] whole = Arrays.copyOf(line, end);
        if (line.length > BUFFER_BYTES) {
            release();
        }
        return whole;
    }

    /** Lets go of the line. Whoever stops reading calls it. */
    void release() {
        line = new byte[0];
        budget.release(reserved);
        reserved = 0;
    }

    private void pay(int size) throws LineRefusedException {
        if (size <= BUFFER_BYTES) {
            return;
        }
        long began = System.nanoTime();
        while (!budget.tryReserve(size - reserved)) {
            if (System.nanoTime() - began > BUDGET_WAIT_MAX_NANOS) {
                throw new LineRefusedException(Cause.OVERLOADED, "too many bytes are under way");
            }
            LockSupport.parkNanos(BUDGET_RETRY_NANOS);
        }
        reserved = size;
    }

    /** The line is not read on; what follows it cannot be told from it. */
    static final class LineRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Cause cause;

        LineRefusedException(Cause cause, String message) {
            super(message, null, false, false);
            this.cause = cause;
        }

        Cause why() {
            return cause;
        }
    }
}
