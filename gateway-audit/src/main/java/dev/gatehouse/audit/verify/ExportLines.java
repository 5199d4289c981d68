package dev.gatehouse.audit.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file, which may be gzipped. Not thread-safe; close it. */
final class ExportLines implements AutoCloseable {
    private static final int READ_BYTES = 64 << 10;
    /** A record is at most 4 MiB, as a string with escapes and twice: as body and in columns. */
    private static final int LINE_BYTES_MAX = 64 << 20;

    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private final InputStream in;
    private final byte[] buffer = new byte[READ_BYTES];
    private int from;
    private int to;
    private long number;

    private ExportLines(InputStream in) {
        this.in = in;
    }

    static ExportLines open(Path file) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), READ_BYTES);
        raw.mark(GZIP.length);
        boolean gzipped = Arrays.equals(raw.readNBytes(GZIP.length), GZIP);
        raw.reset();
        try {
            return new ExportLines(gzipped ? new GZIPInputStream(raw, READ_BYTES) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its line feed; null after the last.
     *
     * @throws IOException when the file is damaged here: nothing after this can be read
     */
    byte @Nullable [] next() throws IOException {
        byte[] line = {};
        while (from < to || fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            boolean whole = end < to;
            if (line.length + end - from > LINE_BYTES_MAX) {
                throw new IOException("a line is longer than " + LINE_BYTES_MAX + " bytes");
            }
            line = joined(line, end);
            from = whole ? end + 1 : end;
            if (whole) {
                number++;
                return line;
            }
        }
        if (line.length == 0) {
            return null;
        }
        number++;
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte[] joined(byte[] start, int end) {
        byte[] joined = Arrays.copyOf(start, start.length + end - from);
        System.arraycopy(buffer, from, joined, start.length, end - from);
        return joined;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
