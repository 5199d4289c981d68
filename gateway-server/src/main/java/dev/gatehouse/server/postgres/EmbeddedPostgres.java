package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the gateway's own: as durable as any, reachable from this machine alone and only with a random
 * password. It serves one gateway; a fleet shares a server of its own, named with {@code database.url}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int PASSWORD_BYTES = 32;
    private static final int START_ATTEMPTS_MAX = 10;
    private static final Duration SESSIONS_END = Duration.ofMillis(200);

    private final Path home;
    private final DirectoryLock lock;
    private final Postmaster postmaster;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Path home, DirectoryLock lock, Postmaster postmaster, int port, String password) {
        this.home = home;
        this.lock = lock;
        this.postmaster = postmaster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server whose files are in {@code directory}, making them where there are none and first stopping the
     * server of an earlier run that was killed. Linux only; works for root and for other users.
     *
     * @throws PostgresFailedException with place and remedy: another gateway uses the directory, its data are of
     *     another major version, or the system does not let the server run
     */
    public static EmbeddedPostgres start(Path directory) throws PostgresFailedException {
        try {
            Path home = prepared(directory);
            DirectoryLock lock = DirectoryLock.take(home);
            try {
                return start(home, lock);
            } catch (IOException | InterruptedException | PostgresFailedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PostgresFailedException(
                    e.toString(),
                    directory,
                    "Check the directory's owner, its permissions and free disk space, and that util-linux is installed",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailedException("interrupted while starting", directory, "Start again", e);
        }
    }

    /** How to log in to a server that runs. */
    public record Login(String jdbcUrl, String user, String password) {}

    /**
     * How to log in to the server whose files are in {@code directory}, which another process of the same user may have
     * started; empty when none was ever started there. Whether it runs is not asked.
     */
    public static Optional<Login> loginOfRunning(Path directory) throws IOException {
        Optional<String> port = new PrivateFile(directory, "port").read();
        Optional<String> password = new PrivateFile(directory, "password").read();
        return port.isPresent() && password.isPresent()
                ? Optional.of(new Login(jdbcUrl(port.get()), Cluster.ROLE, password.get()))
                : Optional.empty();
    }

    /** Names host, port and database, not the password. */
    public String jdbcUrl() {
        return jdbcUrl(Integer.toString(port));
    }

    /** The owner of the database; no superuser. */
    public String user() {
        return Cluster.ROLE;
    }

    /** Random, made with the database and kept beside it in a file that only the gateway's user may read. */
    public String password() {
        return password;
    }

    /** Whether the server runs. One that ended unasked is reported in the log and not started again. */
    public boolean alive() {
        return postmaster.alive();
    }

    /** Ends all sessions and the server, within about 35 seconds; again has no effect. Close connection pools before. */
    @Override
    public void close() {
        try (lock) {
            postmaster.stop();
        } catch (IOException e) {
            LOG.error("PostgreSQL in {} may still be running; the next start stops it", home, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while stopping PostgreSQL in {}; it goes on stopping by itself", home);
        }
    }

    @Override
    public String toString() {
        return "EmbeddedPostgres[" + jdbcUrl() + " in " + home + "]";
    }

    private static String jdbcUrl(String port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
    }

    private static EmbeddedPostgres start(Path home, DirectoryLock lock)
            throws IOException, InterruptedException, PostgresFailedException {
        Privileges privileges = Privileges.above(home);
        Cluster cluster = new Cluster(new Programs(home, Binaries.in(home), privileges));
        new Leftover(home, cluster.directory()).end();
        String password = password(new PrivateFile(home, "password"), cluster);
        cluster.prepare(password);
        LoopbackPort ports = new LoopbackPort(new PrivateFile(home, "port"));
        for (int attempt = 1; ; attempt++) {
            int port = ports.choose();
            ports.remember(port);
            Postmaster postmaster = Postmaster.start(cluster.programs(), cluster, port);
            if (postmaster.alive()) {
                postmaster.reportItsEnd();
                return new EmbeddedPostgres(home, lock, postmaster, port, password);
            }
            requirePassing(postmaster.lastWords(), attempt, home);
        }
    }

    /**
     * The port may be lost between choosing and using it; a killed server takes a moment to be buried, and its sessions to
     * end. The lock file is PostgreSQL's own guard against two servers on one directory, so it is waited for, not removed.
     */
    private static void requirePassing(String lastWords, int attempt, Path home)
            throws InterruptedException, PostgresFailedException {
        boolean passing = lastWords.contains("could not create any TCP/IP sockets")
                || lastWords.contains("pre-existing shared memory block")
                || lastWords.contains("lock file \"postmaster.pid\" already exists");
        if (!passing || attempt == START_ATTEMPTS_MAX) {
            throw new PostgresFailedException(
                    "the server did not start: " + lastWords,
                    home,
                    "Mend what it names, or name another PostgreSQL server with database.url");
        }
        Thread.sleep(SESSIONS_END);
    }

    private static String password(PrivateFile file, Cluster cluster) throws IOException, PostgresFailedException {
        Optional<String> kept = file.read();
        if (kept.isPresent()) {
            return kept.get();
        }
        if (cluster.exists()) {
            throw new PostgresFailedException(
                    "the file 'password' is missing, and without it nobody can log in",
                    cluster.programs().home(),
                    "Restore it from a backup, or move the directory away to begin with an empty database");
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String made = HexFormat.of().formatHex(random);
        file.write(made);
        return made;
    }

    /** Private when we make it, except that the server's user may pass through to its own files. */
    private static Path prepared(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().normalize().getParent());
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
        return directory.toRealPath();
    }
}
