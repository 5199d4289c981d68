package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a server writes of itself into {@code postmaster.pid} (PostgreSQL's miscadmin.h has the lines). */
record PostmasterFile(long pid, boolean ready) {

    private static final int STATUS_LINE = 7;

    /** Empty where no server runs or was killed, and while one is just writing the file. */
    static Optional<PostmasterFile> in(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path(cluster), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        boolean ready =
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
    }

    static Path path(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
