package dev.gatehouse.audit.retain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gatehouse.audit.s3.S3Uploads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uploads under way, in a file: a line for each, its id before its key. For one thread. */
public final class UploadFile implements S3Uploads {
    private final Path file;

    public UploadFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public List<Begun> all() throws IOException {
        List<Begun> begun = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int blank = line.indexOf(' ');
                if (blank > 0) {
                    begun.add(new Begun(line.substring(blank + 1), line.substring(0, blank)));
                }
            }
        }
        return begun;
    }

    @Override
    public void remember(Begun upload) throws IOException {
        List<Begun> all = all();
        all.add(upload);
        write(all);
    }

    @Override
    public void forget(Begun upload) throws IOException {
        List<Begun> all = all();
        if (all.remove(upload)) {
            write(all);
        }
    }

    private void write(List<Begun> uploads) throws IOException {
        StringBuilder lines = new StringBuilder();
        uploads.forEach(
                one -> lines.append(one.id()).append(' ').append(one.key()).append('\n'));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.resolveSibling(""), READ)) {
            directory.force(true);
        }
    }
}
