package dev.gatehouse.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Splits input into lines without ever holding more than one of bounded size. */
final class Lines {
    static final int LINE_MAX_BYTES = 1 << 20;

    sealed interface Line {
        /** Without its newline. */
        record Whole(byte[] bytes) implements Line {}

        /** Read to its end and thrown away. */
        record TooLong() implements Line {}
    }

    private final InputStream in;
    private byte[] buffer = new byte[1024];

    Lines(InputStream in) {
        this.in = in;
    }

    /** Empty at the end of the input; a last line without a newline was cut off and does not count. */
    Optional<Line> next() throws IOException {
        int length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(
                        length > LINE_MAX_BYTES ? new Line.TooLong() : new Line.Whole(Arrays.copyOf(buffer, length)));
            }
            if (length < LINE_MAX_BYTES) {
                append(length, (byte) next);
            }
            length = Math.min(length + 1, LINE_MAX_BYTES + 1);
        }
        return Optional.empty();
    }

    private void append(int at, byte next) {
        if (at == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LINE_MAX_BYTES, 2 * at));
        }
        buffer[at] = next;
    }
}
