package dev.gatehouse.server.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** What a client was answered, as its own file has it: each answer is on the disk before it counts. */
final class Acknowledged implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private int size;

    Acknowledged(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    synchronized void add(String call) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((call + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
        size++;
    }

    synchronized int size() {
        return size;
    }

    Set<String> onDisk() throws IOException {
        return new HashSet<>(Files.readAllLines(file));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
