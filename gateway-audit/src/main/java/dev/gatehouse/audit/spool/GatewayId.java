package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.SegmentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names this spool's stream of records in the database: drawn once, kept beside the segments. */
final class GatewayId {
    private static final String FILE = "gateway-id";
    private static final int BYTES = 16;

    private GatewayId() {}

    static String in(Path directory, SegmentFiles files) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            draw(directory, file, files);
        }
        String id = Files.readString(file).strip();
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IOException(file + " does not hold 32 hex digits: restore it, or move the whole spool away");
        }
        return id;
    }

    private static void draw(Path directory, Path file, SegmentFiles files) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path unfinished = directory.resolve(FILE + ".tmp");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, HexFormat.of().formatHex(random) + "\n");
        files.rename(unfinished, file);
        files.syncDirectory(directory);
    }
}
