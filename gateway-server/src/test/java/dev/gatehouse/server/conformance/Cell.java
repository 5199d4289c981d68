package dev.gatehouse.server.conformance;

import dev.gatehouse.testkit.conformance.UpstreamKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One way through the gateway: the revision that the suite speaks, and what the upstream behind the gateway is. */
record Cell(String revision, UpstreamKind kind) {
    static final List<String> REVISIONS = List.of("2025-11-25", "2026-07-28");

    static List<Cell> all() {
        return REVISIONS.stream()
                .flatMap(revision -> Arrays.stream(UpstreamKind.values()).map(kind -> new Cell(revision, kind)))
                .toList();
    }

    /** @param name for example {@code 2025-11-25/legacy-http} */
    static Cell named(String name) {
        String[] parts = name.split("/", 2);
        if (parts.length != 2 || !REVISIONS.contains(parts[0])) {
            throw new IllegalArgumentException("a cell is " + REVISIONS + "/KIND, not " + name);
        }
        return new Cell(parts[0], UpstreamKind.named(parts[1]));
    }

    /** Its expected failures, in the format of the suite. */
    Path expectedFailuresFile() {
        return Path.of("src/test/conformance", revision, kind + ".yaml").toAbsolutePath();
    }

    @Override
    public String toString() {
        return revision + "/" + kind;
    }
}
