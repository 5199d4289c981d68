package dev.gatehouse.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that only grows: on a disk that can be written once, or one that others collect. */
public final class FileAnchor implements Anchor {
    private final Path file;

    public FileAnchor(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public String name() {
        return "file " + file;
    }

    /** Opened anew each time, so that whoever rotates or mounts it need not tell us. */
    @Override
    public void keep(String note) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((note + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
