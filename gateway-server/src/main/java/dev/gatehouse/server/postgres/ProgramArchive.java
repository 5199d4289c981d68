package dev.gatehouse.server.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz} as a stream, so that the heap holds its dictionary (8 MiB) and never a whole file. */
final class ProgramArchive {

    private static final int XZ_MEMORY_MAX_KIB = 64 * 1024;
    private static final long FILE_BYTES_MAX = 128L << 20;
    private static final int OWNER_EXECUTE = 0100;

    private ProgramArchive() {}

    static void unpack(URL archive, Path target) throws IOException {
        readable(target, true);
        try (InputStream raw = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw), XZ_MEMORY_MAX_KIB))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, inside(target, target.resolve(entry.getName()), entry));
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            directory(path);
        } else if (entry.isSymbolicLink()) {
            directory(parent(path));
            Path link = Path.of(entry.getLinkName());
            inside(parent(path), path.resolveSibling(link), entry);
            Files.createSymbolicLink(path, link);
        } else if (entry.isFile() && entry.getSize() <= FILE_BYTES_MAX) {
            directory(parent(path));
            file(content, path);
            readable(path, (entry.getMode() & OWNER_EXECUTE) != 0);
        } else {
            throw new IOException("unexpected kind or size of archive entry: " + entry.getName());
        }
    }

    /** On disk before the rename that declares the tree complete. */
    private static void file(InputStream content, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    private static void directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            directory(parent(path));
            Files.createDirectory(path);
            readable(path, true);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "an entry has a directory");
    }

    private static Path inside(Path directory, Path path, TarArchiveEntry entry) throws IOException {
        if (!path.normalize().startsWith(directory)) {
            throw new IOException("archive entry leaves its directory: " + entry.getName());
        }
        return path.normalize();
    }

    /** For the server's user too, whatever the umask is. */
    private static void readable(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
