package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory with everything in it; symbolic links are never followed. */
record FileTree(Path root) {

    private interface Step {
        void on(Path path) throws IOException;
    }

    void delete() throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> paths = Files.walk(root)) {
                each(paths.sorted(Comparator.reverseOrder()), Files::delete);
            }
        }
    }

    /** Owner and group of the same number. */
    void give(int uid) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            each(paths, path -> {
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
            });
        }
    }

    /** Number and size of the files, which a lost or cut file changes. */
    String census() throws IOException {
        long[] filesAndBytes = new long[2];
        try (Stream<Path> paths = Files.walk(root)) {
            each(paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)), path -> {
                filesAndBytes[0]++;
                filesAndBytes[1] += Files.size(path);
            });
        }
        return filesAndBytes[0] + " files, " + filesAndBytes[1] + " bytes";
    }

    private static void each(Stream<Path> paths, Step step) throws IOException {
        try {
            paths.forEach(path -> {
                try {
                    step.on(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
