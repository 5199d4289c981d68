package dev.gatehouse.audit.retain;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that takes archives. */
public final class ArchiveDirectory implements ArchivePlace {
    private final Path directory;

    public ArchiveDirectory(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Draft begin(String name) throws IOException {
        Path file = directory.resolve(name);
        Path folder = Files.createDirectories(file.resolveSibling(""));
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        return new FileDraft(folder, file, unfinished, FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE));
    }

    private record FileDraft(Path folder, Path file, Path unfinished, FileChannel channel) implements Draft {
        @Override
        public OutputStream out() {
            return Channels.newOutputStream(channel);
        }

        @Override
        public String keep() throws IOException {
            channel.force(true);
            channel.close();
            Files.move(unfinished, file, ATOMIC_MOVE, REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(folder, READ)) {
                entries.force(true);
            }
            return file.toString();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
