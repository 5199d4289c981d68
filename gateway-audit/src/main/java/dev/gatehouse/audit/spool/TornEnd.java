package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.SegmentFile;
import dev.gatehouse.audit.segment.SegmentFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/** Cuts a segment at its last good record. What is cut off is kept beside it: no evidence is destroyed. */
final class TornEnd {
    /** More than one batch cannot be torn; what lies beyond is what an earlier use of the file left. */
    private static final int KEPT_BYTES_MAX = 8 << 20;

    private TornEnd() {}

    /** Returns how many bytes were cut that are not zeros to the end; 0 when nothing was torn. */
    static long cut(StoredSegment segment, Recovery found, SegmentFiles files) throws IOException {
        byte[] rest = found.isTorn() ? read(segment.path(), found.end()) : new byte[0];
        if (rest.length > 0) {
            keep(segment.path().resolveSibling("torn-" + segment.number() + "-" + found.end()), rest);
        }
        try (SegmentFile file = files.open(segment.path())) {
            file.truncate(found.end());
            file.sync();
        }
        return rest.length;
    }

    private static byte[] read(Path segment, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            ByteBuffer rest = ByteBuffer.allocate((int) Math.min(KEPT_BYTES_MAX, channel.size() - from));
            while (rest.hasRemaining() && channel.read(rest, from + rest.position()) >= 0) {}
            int length = rest.position();
            while (length > 0 && rest.get(length - 1) == 0) {
                length--;
            }
            return Arrays.copyOf(rest.array(), length);
        }
    }

    private static void keep(Path aside, byte[] bytes) throws IOException {
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(aside, bytes);
    }
}
