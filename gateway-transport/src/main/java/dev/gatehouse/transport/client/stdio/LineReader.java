package dev.gatehouse.transport.client.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a child's output into lines. Holds at most one line and one buffer. */
final class LineReader {
    static final int LINE_MAX_BYTES = 10 << 20;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int GROW_ONCE_ABOVE_BYTES = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private byte[] line = new byte[0];
    private int length;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null at the end of the stream; bytes after the last line end are dropped. */
    byte @Nullable [] next() throws IOException, LineTooLongException {
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

    private void append(int until) throws LineTooLongException {
        int wanted = length + until - from;
        if (wanted > LINE_MAX_BYTES) {
            throw new LineTooLongException();
        }
        if (wanted > line.length) {
            // Doubling near the limit would hold it twice.
            int grown = wanted > GROW_ONCE_ABOVE_BYTES ? LINE_MAX_BYTES : Math.max(wanted, 2 * line.length);
            line = Arrays.copyOf(line, grown);
        }
        System.arraycopy(buffer, from, line, length, until - from);
        length = wanted;
    }

    private byte[] taken() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        byte[] whole = Arrays.copyOf(line, end);
        if (line.length > GROW_ONCE_ABOVE_BYTES) {
            line = new byte[0];
        }
        return whole;
    }

    /** The child wrote more than {@link #LINE_MAX_BYTES} without a line end. */
    static final class LineTooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        LineTooLongException() {
            super("line over " + LINE_MAX_BYTES + " bytes", null, false, false);
        }
    }
}
