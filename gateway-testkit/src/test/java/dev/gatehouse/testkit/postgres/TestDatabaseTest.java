package dev.gatehouse.testkit.postgres;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDatabaseTest {

    private static final int HUNG_MILLIS = 300;

    @Test
    void eachFreshDatabaseIsEmptyAndApart() throws SQLException {
        DataSource first = TestDatabase.shared().fresh();
        DataSource second = TestDatabase.shared().fresh();

        execute(first, "CREATE TABLE t (n int)");
        execute(second, "CREATE TABLE t (n int)");

        assertThat(TestDatabase.shared()).isSameAs(TestDatabase.shared());
        assertThat(TestDatabase.shared().kind()).isIn("external", "container", "embedded");
    }

    @Test
    void aSharedServerMayNotBeStopped() {
        assertThatThrownBy(() -> TestDatabase.shared().stop())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("privateInstance()");
    }

    @Test
    void aPrivateServerKeepsItsRowsOverAnOutage() throws Exception {
        try (TestDatabase database = TestDatabase.privateInstance()) {
            Connectable fresh = database.freshDatabase();
            execute(fresh.dataSource(), "CREATE TABLE t AS SELECT 1 AS n");

            database.stop();
            assertThatThrownBy(() -> fresh.dataSource().getConnection().close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused");

            database.restart();
            execute(fresh.dataSource(), "SELECT n FROM t");
        }
    }

    @Test
    void aPausedServerAnswersNothingUntilItIsResumed() throws Exception {
        try (TestDatabase database = TestDatabase.privateInstance();
                Connection connection = database.fresh().getConnection()) {
            connection.setNetworkTimeout(Runnable::run, HUNG_MILLIS);
            database.pause();
            assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);

            database.resume();
            execute(database.fresh(), "SELECT 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "halt", "kill"})
    void noServerOutlivesTheJvmThatStartedIt(String end) throws Exception {
        Process jvm = child(Child.class).start();
        long postmaster;
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            postmaster = Long.parseLong(output.readLine());
            assertThat(ProcessHandle.of(postmaster)).isPresent();
            if (end.equals("kill")) {
                jvm.destroyForcibly();
            } else {
                jvm.outputWriter(StandardCharsets.UTF_8)
                        .append(end)
                        .append('\n')
                        .flush();
            }
        }
        assertThat(jvm.waitFor(WAIT_MAX)).isTrue();
        eventually(() -> assertThat(ProcessHandle.of(postmaster)).isEmpty());
    }

    @Test
    void credentialsInAnExternalUrlAreTakenOutOfIt() {
        Connectable named = ExternalServer.at("jdbc:postgresql://db:6000/x?user=u&sslmode=require&password=s3cret")
                .maintenance();

        assertThat(named).isEqualTo(new Connectable("jdbc:postgresql://db:6000/x?sslmode=require", "u", "s3cret"));
        assertThat(named.toString()).doesNotContain("s3cret");
        assertThat(named.database("y").jdbcUrl()).isEqualTo("jdbc:postgresql://db:6000/y?sslmode=require");
    }

    @Test
    void anExternalServerIsUsedAndLeftAsItWas() throws Exception {
        try (TestDatabase elsewhere = TestDatabase.privateInstance()) {
            Connectable before = elsewhere.freshDatabase();
            ProcessBuilder guest = child(Guest.class);
            guest.environment().put(TestDatabase.URL_VARIABLE, before.jdbcUrl() + "?user=" + before.user());
            Process jvm = guest.start();
            try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo("external");
                assertThat(count(before, output.readLine())).isOne();
                jvm.outputWriter(StandardCharsets.UTF_8).close();
                assertThat(jvm.waitFor(WAIT_MAX)).isTrue();
            }
            assertThat(count(before, "test\\_%")).isOne();
        }
    }

    @Test
    void anExternalUrlOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> ExternalServer.at("jdbc:h2:mem:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(TestDatabase.URL_VARIABLE);
    }

    private static ProcessBuilder child(Class<?> main) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        List.of(java.toString(), "-cp", System.getProperty("java.class.path"), main.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Connectable server, String databases) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                var query = connection.prepareStatement("SELECT count(*) FROM pg_database WHERE datname LIKE ?")) {
            query.setString(1, databases);
            try (var result = query.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    /** A test JVM whose shared server is chosen by its environment. */
    static final class Guest {

        public static void main(String[] args) throws IOException {
            String url = TestDatabase.shared().freshDatabase().jdbcUrl();
            System.out.println(TestDatabase.shared().kind());
            System.out.println(url.substring(url.lastIndexOf('/') + 1));
            System.in.read();
        }
    }

    /** A test JVM that ends as it is told. */
    static final class Child {

        public static void main(String[] args) throws IOException {
            System.out.println(TestDatabase.privateInstance().postmasterPid());
            if (System.in.read() == 'h') {
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
