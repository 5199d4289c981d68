package dev.gatehouse.audit.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A segment open for writing. After a failed {@link #sync} the file is not to be trusted: never sync it again. */
public interface SegmentFile extends AutoCloseable {

    /** Writes all remaining bytes at this offset; they then survive the end of this process. */
    void write(ByteBuffer bytes, long at) throws IOException;

    /** What was written survives power loss, as far as the disk is honest. */
    void sync() throws IOException;

    void truncate(long bytes) throws IOException;

    @Override
    void close() throws IOException;
}
