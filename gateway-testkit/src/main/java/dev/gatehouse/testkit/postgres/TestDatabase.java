package dev.gatehouse.testkit.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The one place that chooses the database of a test: the server of {@value #URL_VARIABLE}, else a container where an
 * engine runs, else an embedded PostgreSQL. No server and no database outlives the test JVM.
 */
public final class TestDatabase implements AutoCloseable {

    /** Names an external server, e.g. {@code jdbc:postgresql://host/db?user=u&password=p}; the role needs CREATEDB. */
    public static final String URL_VARIABLE = "GATEHOUSE_TEST_JDBC_URL";

    private final Server server;
    private final boolean ownedByOneTest;

    private TestDatabase(Server server, boolean ownedByOneTest) {
        this.server = server;
        this.ownedByOneTest = ownedByOneTest;
    }

    /** The server that all tests of this JVM share, started by the first call. */
    public static TestDatabase shared() {
        return Shared.INSTANCE;
    }

    /** A server of this test alone, always embedded, which it may stop, freeze and start again. Close it. */
    public static TestDatabase privateInstance() {
        return new TestDatabase(EmbeddedServer.start(), true);
    }

    /** {@code external}, {@code container} or {@code embedded}. */
    public String kind() {
        return server.kind();
    }

    /** A new, empty database of an unused name. */
    public DataSource fresh() {
        return freshDatabase().dataSource();
    }

    /** As {@link #fresh()}, for a test that needs URL, user and password. */
    public Connectable freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        if (server instanceof ExternalServer) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")));
        }
        return server.maintenance().database(name);
    }

    /** The server's first process. Private instances only, as are all verbs below. */
    public long postmasterPid() {
        return embedded().postmasterPid();
    }

    /** Freezes every process of the server: connections hang, none is refused. */
    public void pause() throws IOException {
        embedded().pause();
    }

    /** Ends a {@link #pause()}. */
    public void resume() throws IOException {
        embedded().resume();
    }

    /** Ends the server's connections and its processes; what was committed stays. No effect when stopped already. */
    public void stop() throws IOException {
        embedded().stop();
    }

    /** Starts the server again at the same port with the same databases, after stopping it where it runs. */
    public void restart() throws IOException {
        embedded().restart();
    }

    /** Stops the server, copies all that it has to where nothing is yet, and starts it again. */
    public void backUp(Path copy) throws IOException {
        embedded().backUp(copy);
    }

    /** Stops the server and starts it again with what it had when that copy was made. */
    public void restore(Path copy) throws IOException {
        embedded().restore(copy);
    }

    /** Stops a private instance. The shared one ends with the JVM. */
    @Override
    public void close() throws IOException {
        stop();
    }

    private EmbeddedServer embedded() {
        if (ownedByOneTest && server instanceof EmbeddedServer embedded) {
            return embedded;
        }
        throw new IllegalStateException("other tests use this server: take TestDatabase.privateInstance()");
    }

    private void execute(String sql) {
        try (Connection connection = server.maintenance().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " on " + server.maintenance() + " failed", e);
        }
    }

    private static final class Shared {
        static final TestDatabase INSTANCE = new TestDatabase(choose(), false);

        private static Server choose() {
            String url = System.getenv(URL_VARIABLE);
            if (url != null && !url.isBlank()) {
                return ExternalServer.at(url);
            }
            return ContainerServer.startIfPossible().<Server>map(c -> c).orElseGet(EmbeddedServer::start);
        }
    }
}
