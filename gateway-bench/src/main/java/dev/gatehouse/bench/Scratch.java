package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for one run, gone after it: spools and databases of a minute of load are gigabytes.
 *
 * @param path empty at first
 */
record Scratch(Path path) implements AutoCloseable {
    static Scratch create(Path folder) throws IOException {
        return new Scratch(Files.createTempDirectory(folder, "gatehouse-bench"));
    }

    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("gatehouse-bench"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.deleteIfExists(one);
            }
        }
    }
}
