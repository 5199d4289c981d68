package dev.gatehouse.audit.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a segment frame by frame, without ever trusting a length. Not thread-safe. */
public final class SegmentScan implements AutoCloseable {
    private static final int READ_BYTES = 64 << 10;
    private static final Scanned END = new Scanned.End();

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES).limit(0);
    private long position;

    private SegmentScan(FileChannel channel) {
        this.channel = channel;
    }

    public static SegmentScan open(Path segment) throws IOException {
        return new SegmentScan(FileChannel.open(segment, StandardOpenOption.READ));
    }

    /** Where the next frame begins, in bytes from the start of the file. */
    public long position() {
        return position;
    }

    /** The next frame. Reads nothing at or after {@code limit}, where a writer may still be at work. */
    public Scanned next(long limit) throws IOException {
        if (!has(Frames.END_BYTES, limit)) {
            return END;
        }
        int length = buffer.getInt(buffer.position());
        if (length == 0) {
            return END;
        }
        if (length < Frames.OVERHEAD_BYTES || length > Frames.FRAME_BYTES_MAX) {
            return new Scanned.Torn("impossible length");
        }
        if (!has(length, limit)) {
            return new Scanned.Torn("cut short");
        }
        int from = buffer.arrayOffset() + buffer.position();
        return Frames.read(buffer.array(), from, length)
                .<Scanned>map(record -> found(record, length))
                .orElseGet(() -> new Scanned.Torn("checksum"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Scanned found(SpoolRecord record, int length) {
        buffer.position(buffer.position() + length);
        position += length;
        return new Scanned.Found(record);
    }

    /** Whether this many bytes stand at the position, reading more where needed. */
    private boolean has(int bytes, long limit) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (buffer.capacity() >= bytes) {
            buffer.compact();
        } else {
            buffer = ByteBuffer.allocate(bytes).put(buffer);
        }
        fill(limit);
        buffer.flip();
        return buffer.remaining() >= bytes;
    }

    private void fill(long limit) throws IOException {
        long at = position + buffer.position();
        buffer.limit((int) Math.min(buffer.capacity(), Math.max(buffer.position(), limit - position)));
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }
}
