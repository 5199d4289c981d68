package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A segment that is being written. */
record ActiveSegment(long number, Path path, SegmentFile file) {

    /** What is written to before the first segment is begun: nothing can be. */
    static ActiveSegment none(Path directory) {
        return new ActiveSegment(0, directory.resolve("none"), new NoFile());
    }

    private record NoFile() implements SegmentFile {
        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            throw new IOException("no segment is begun");
        }

        @Override
        public void sync() throws IOException {
            throw new IOException("no segment is begun");
        }

        @Override
        public void truncate(long bytes) throws IOException {
            throw new IOException("no segment is begun");
        }

        @Override
        public void close() {}
    }
}
