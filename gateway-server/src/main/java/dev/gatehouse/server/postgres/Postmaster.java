package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server process. */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration FAST_STOP_MAX = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_MAX = Duration.ofSeconds(5);

    private final Path home;
    private final Process process;
    private final ProgramOutput output;
    private volatile boolean stopping;

    private Postmaster(Path home, Process process) {
        this.home = home;
        this.process = process;
        this.output = new ProgramOutput(process);
    }

    /** Returns when the server takes connections at {@code port}, or has given up: ask {@link #alive()}. */
    static Postmaster start(Programs programs, Cluster cluster, int port)
            throws IOException, InterruptedException, PostgresFailedException {
        Process process = programs.start(cluster.serverUid(), "postgres", Settings.arguments(cluster, port));
        Postmaster postmaster = new Postmaster(programs.home(), process);
        try {
            postmaster.awaitReadyOrGone(cluster.directory());
            return postmaster;
        } catch (IOException | InterruptedException | PostgresFailedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Why a server that is gone has gone. */
    String lastWords() throws InterruptedException {
        return output.tail();
    }

    /** From here on an end that nobody asked for is an error in the log. */
    void reportItsEnd() {
        process.onExit().thenRun(() -> {
            if (!stopping) {
                LOG.error(
                        "PostgreSQL in {} ended unasked with exit code {}: {}. Calls go on; restart the gateway to"
                                + " start it again. Its data is kept",
                        home,
                        process.exitValue(),
                        output.recent());
            }
        });
    }

    /** Ends every session, then the server: first orderly, then at once, then by force; none of them loses a commit. */
    void stop() throws IOException, InterruptedException {
        stopping = true;
        if (endedAfter(Signals.FAST_STOP, FAST_STOP_MAX) || endedAfter(Signals.IMMEDIATE_STOP, IMMEDIATE_STOP_MAX)) {
            return;
        }
        LOG.warn("PostgreSQL in {} does not stop: killing it", home);
        process.destroyForcibly().waitFor();
    }

    private boolean endedAfter(Signals signal, Duration patience) throws IOException, InterruptedException {
        if (process.isAlive()) {
            signal.send(process.pid());
        }
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void awaitReadyOrGone(Path cluster) throws IOException, InterruptedException, PostgresFailedException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<PostmasterFile> file = PostmasterFile.in(cluster);
            if (file.isPresent() && file.get().ready() && file.get().pid() == process.pid()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new PostgresFailedException(
                        "the server was not ready within " + START_MAX.toSeconds() + " s: " + output.recent(),
                        home,
                        "Look at the disk: it may still be recovering from a crash. Then start again");
            }
        }
    }
}
