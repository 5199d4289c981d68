package dev.gatehouse.transport.client.stdio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds processes that descend from our children by the marker in their environment, also those that left the process
 * group or outlived a gateway that was killed.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Path PROC = Path.of("/proc");
    private static final String PREFIX = ChildEnvironment.MARKER + "=";

    private Leftovers() {}

    /** Kills every process whose marker is accepted; returns how many. Walks {@code /proc}: for platform threads. */
    static int kill(Predicate<String> marker) {
        int killed = 0;
        for (long pid : find(marker)) {
            if (Signals.toProcess(pid, Signals.KILL)) {
                killed++;
            }
        }
        return killed;
    }

    static List<Long> find(Predicate<String> marker) {
        List<Long> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && pid > 1 && isMarked(process, marker)) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            LOG.warn("leftover children cannot be looked for: {}", e.toString());
        }
        return found;
    }

    private static boolean isMarked(Path process, Predicate<String> marker) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            for (String entry : environment.split("\0", -1)) {
                if (entry.startsWith(PREFIX)) {
                    return marker.test(entry.substring(PREFIX.length()));
                }
            }
            return false;
        } catch (IOException e) {
            // Ended meanwhile, or belongs to somebody else: in both cases none of ours.
            return false;
        }
    }
}
