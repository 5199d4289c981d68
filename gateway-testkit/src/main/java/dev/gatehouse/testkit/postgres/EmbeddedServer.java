package dev.gatehouse.testkit.postgres;

import dev.gatehouse.testkit.port.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of our own below the temporary directory, with a server process that a test may stop or freeze. */
final class EmbeddedServer implements Server {

    private static final Duration STARTUP_MAX = Duration.ofSeconds(60);
    private static final int CONNECTIONS_MAX = 200;

    private final Path data;
    private @Nullable EmbeddedPostgres running;
    private final int port;

    private EmbeddedServer(Path data) throws IOException {
        this.data = data;
        this.port = FreePort.any();
        this.running = builder().start();
    }

    static EmbeddedServer start() {
        try {
            Path data = Files.createTempDirectory("gatehouse-test-postgres-");
            ExitWatch.over(data);
            return new EmbeddedServer(data);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL for tests did not start", e);
        }
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Connectable maintenance() {
        return new Connectable("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    /** The server's first process, which all others descend from. */
    long postmasterPid() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the server is not running", e);
        }
    }

    synchronized void stop() throws IOException {
        if (running != null) {
            resume();
            running.close();
            running = null;
        }
    }

    synchronized void restart() throws IOException {
        stop();
        running = builder().start();
    }

    /** As long as the server does not run, its files are a backup. */
    synchronized void backUp(Path copy) throws IOException {
        stop();
        run("cp", "-a", data.toString(), copy.toString());
        restart();
    }

    synchronized void restore(Path copy) throws IOException {
        stop();
        run("rm", "-rf", data.toString());
        run("cp", "-a", copy.toString(), data.toString());
        restart();
    }

    /** The postmaster first, so that no backend is born unfrozen. */
    void pause() throws IOException {
        long postmaster = postmasterPid();
        signal("-STOP", List.of(postmaster));
        signal("-STOP", children(postmaster));
    }

    void resume() throws IOException {
        long postmaster = postmasterPid();
        signal("-CONT", children(postmaster));
        signal("-CONT", List.of(postmaster));
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(binaries().toFile())
                .setPGStartupWait(STARTUP_MAX)
                .setServerConfig("max_connections", Integer.toString(CONNECTIONS_MAX))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "");
    }

    /** One copy per user: what root unpacked is not another user's to lock. */
    private static Path binaries() {
        String owner = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir"), "gatehouse-test-postgres-binaries-" + owner);
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    private static void signal(String signal, List<Long> pids) throws IOException {
        for (long pid : pids) {
            // A process that has ended in the meantime needs no signal.
            int _ = exitOf("kill", signal, Long.toString(pid));
        }
    }

    private static void run(String... command) throws IOException {
        if (exitOf(command) != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static int exitOf(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
