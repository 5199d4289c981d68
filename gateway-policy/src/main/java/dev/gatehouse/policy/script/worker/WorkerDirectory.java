package dev.gatehouse.policy.script.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where workers have their sockets and their empty working directories: made when it is needed, for this user alone. */
final class WorkerDirectory implements AutoCloseable {
    private @Nullable Path made;

    synchronized Path path() throws IOException {
        Path path = made == null ? Files.createTempDirectory("gatehouse-scripts-") : made;
        made = path;
        return path;
    }

    @Override
    public synchronized void close() {
        if (made == null) {
            return;
        }
        try (Stream<Path> left = Files.walk(made)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
