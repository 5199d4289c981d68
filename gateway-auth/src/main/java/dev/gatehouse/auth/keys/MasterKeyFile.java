package dev.gatehouse.auth.keys;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** A master key in a file that only its owner can read. */
public final class MasterKeyFile {
    private static final int FILE_MAX_BYTES = 1024;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private MasterKeyFile() {}

    /** @throws MasterKeyException when the file is missing, others may read or change it, or its key is unfit */
    public static MasterKey read(Path file) throws IOException, MasterKeyException {
        refuseWhenOpenToOthers(file);
        try (InputStream in = Files.newInputStream(file)) {
            return MasterKey.parse(
                    file.toString(), new String(in.readNBytes(FILE_MAX_BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    /** The key of this file; where there is no file yet, a new key in a new file of mode 0600. */
    public static MasterKey readOrGenerate(Path file) throws IOException, MasterKeyException {
        if (!Files.exists(file)) {
            publish(file, MasterKey.random().reveal() + "\n");
        }
        return read(file);
    }

    /** Complete and on disk before it has its name: no crash leaves half a key, no second process overwrites one. */
    private static void publish(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel out =
                    FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER))) {
                out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            link(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
            directory.force(true);
        }
    }

    private static void link(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // Another process was first: its key is the key, and read() takes it.
            return;
        }
    }

    private static void refuseWhenOpenToOthers(Path file) throws IOException, MasterKeyException {
        Set<PosixFilePermission> open;
        try {
            open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        } catch (NoSuchFileException e) {
            throw new MasterKeyException("master key file " + file + ": no such file", e);
        }
        open.removeAll(OWNER);
        open.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!open.isEmpty()) {
            throw new MasterKeyException("master key file " + file + ": open to others ("
                    + PosixFilePermissions.toString(open) + "); run: chmod 600 " + file);
        }
    }
}
