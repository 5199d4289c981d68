package dev.gatehouse.auth.keys;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file of mode 0600 that only the master key opens, replaced whole or not at all. It proves who wrote it, not when: its
 * contents must say that.
 */
public final class SealedFile {
    /** Of the sealed bytes; some 300,000 rows of agents. */
    public static final int FILE_MAX_BYTES = 64 << 20;

    private final Path path;
    private final Aead aead;
    private final byte[] context;

    /** @param purpose names the contents; a file sealed for another purpose does not open */
    public SealedFile(Path path, MasterKey master, String purpose) {
        this.path = path.toAbsolutePath();
        this.aead = new Aead(master.derive("file/" + purpose));
        this.context = purpose.getBytes(StandardCharsets.UTF_8);
    }

    public Path path() {
        return path;
    }

    /** On disk, under its name, when this returns. */
    public void write(byte[] plain) throws IOException {
        if (plain.length > FILE_MAX_BYTES - Aead.OVERHEAD_BYTES) {
            throw new IOException(path + ": " + plain.length + " bytes (at most " + FILE_MAX_BYTES + ")");
        }
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(draft);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), mode)) {
            ByteBuffer sealed = ByteBuffer.wrap(aead.seal(context, plain));
            while (sealed.hasRemaining()) {
                channel.write(sealed);
            }
            channel.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
    }

    /**
     * Empty when the file was altered, or sealed by another key or for another purpose.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    public Optional<byte[]> read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] sealed = in.readNBytes(FILE_MAX_BYTES + 1);
            return sealed.length > FILE_MAX_BYTES ? Optional.empty() : aead.open(context, sealed);
        }
    }

    public void remove() throws IOException {
        if (Files.deleteIfExists(path)) {
            forceDirectory();
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(path.getParent(), READ)) {
            directory.force(true);
        }
    }
}
