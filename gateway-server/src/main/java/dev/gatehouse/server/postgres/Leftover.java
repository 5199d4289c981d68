package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the server that a killed gateway left running. The caller holds the directory's lock: nobody else uses it. */
record Leftover(Path home, Path cluster) {

    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    void end() throws IOException, InterruptedException, PostgresFailedException {
        Optional<PostmasterFile> file = PostmasterFile.in(cluster);
        if (file.isEmpty()) {
            return;
        }
        long pid = file.get().pid();
        List<String> command = command(pid);
        if (isOurServer(command)) {
            LOG.warn("an earlier run left PostgreSQL running in {} (process {}): stopping it", home, pid);
            stop(pid);
        } else if (!isAnyServer(command)) {
            // After a crash of the machine the number may be anyone's, and PostgreSQL itself would give up over it.
            Files.deleteIfExists(PostmasterFile.path(cluster));
        }
    }

    private void stop(long pid) throws IOException, InterruptedException, PostgresFailedException {
        for (Signals signal : Signals.values()) {
            signal.send(pid);
            if (gone(pid)) {
                return;
            }
        }
        throw new PostgresFailedException(
                "the PostgreSQL of an earlier run (process " + pid + ") does not stop",
                home,
                "End it with kill -9 " + pid + " and start again");
    }

    private boolean gone(long pid) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STOP_MAX.toNanos();
        while (isOurServer(command(pid))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    private boolean isOurServer(List<String> command) {
        return isAnyServer(command) && command.contains(cluster.toString());
    }

    private static boolean isAnyServer(List<String> command) {
        return !command.isEmpty() && command.getFirst().endsWith("/postgres");
    }

    /** Readable for every process, unlike its executable and directory; empty for one that is gone or a zombie. */
    private static List<String> command(long pid) throws IOException {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }
}
