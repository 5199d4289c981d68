package dev.gatehouse.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One directory for all: every test finds what the ones before it left, as a gateway does. */
class EmbeddedPostgresTest {

    /** Wide, for a build machine with other work: what was measured is printed. */
    private static final Duration START_MAX = Duration.ofSeconds(60);

    @TempDir
    static Path temporary;

    static Home home;

    @BeforeAll
    static void firstStart() throws PostgresFailedException {
        home = new Home(temporary.resolve("data/postgres"));
        assertThat(timed("fresh start, unpacking included")).isLessThan(START_MAX);
        assertThat(timed("warm start")).isLessThan(START_MAX);
    }

    @Test
    void rowsPortAndPasswordStayOverARestart() throws Exception {
        String url;
        String password;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            home.execute("CREATE TABLE kept AS SELECT 'still here' AS word");
            url = postgres.jdbcUrl();
            password = postgres.password();
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT word FROM kept")).isEqualTo("still here");
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void whatIsCommittedIsOnTheDisk() throws Exception {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SHOW fsync")).isEqualTo("on");
            assertThat(home.query("SHOW full_page_writes")).isEqualTo("on");
            assertThat(home.query("SHOW synchronous_commit")).isEqualTo("on");
            assertThat(home.query("SHOW data_checksums")).isEqualTo("on");
            assertThat(home.query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(home.query("SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void theRolesOfTheTrailAreThereAlsoInAClusterOfBefore() throws Exception {
        String member =
                "SELECT pg_has_role('gatehouse_trail', 'MEMBER') AND pg_has_role('gatehouse_retention', 'MEMBER')";
        Home old = new Home(temporary.resolve("before/postgres"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(old.path())) {
            assertThat(old.query(member)).isEqualTo("t");
        }
        Files.delete(old.path().resolve("cluster/gatehouse.roles"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(old.path())) {
            assertThat(old.query(member)).isEqualTo("t");
        }
        assertThat(old.path().resolve("cluster/gatehouse.roles")).exists();
    }

    @Test
    void onlyTheGatewaysRoleWithItsPasswordGetsIn() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            assertThatThrownBy(() -> home.connect("gatehouse", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> home.connect("postgres", postgres.password()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("pg_hba.conf");
            assertThatThrownBy(() -> home.execute("COPY (SELECT 1) TO PROGRAM 'true'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void thePasswordIsNowhereButInItsFile() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.gatehouse.server.postgres");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.TRACE);
        Home fresh = new Home(temporary.resolve("secret/postgres"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(fresh.path())) {
            assertThatThrownBy(() -> fresh.execute("SELECT no_such_function('" + postgres.password() + "')"))
                    .isInstanceOf(SQLException.class);
            String seen = postgres + Files.readString(Path.of("/proc/" + fresh.postmaster() + "/cmdline"));
            assertThat(seen).doesNotContain(postgres.password());
            assertThat(log.list.toString()).contains("stand-alone backend").doesNotContain(postgres.password());
            assertThat(postgres.password()).hasSize(64);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(fresh.path().resolve("password"))))
                    .isEqualTo("rw-------");
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void dataOfAnotherMajorVersionAreRefusedAndLeftAlone() throws Exception {
        Path version = home.cluster().resolve("PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.path()))
                    .isInstanceOf(PostgresFailedException.class)
                    .hasMessageContainingAll(
                            "PostgreSQL 17",
                            "PostgreSQL 18",
                            "pg_dump",
                            home.path().toString());
            assertThat(version).hasContent("17");
        } finally {
            Files.writeString(version, ours);
        }
    }

    @Test
    void aPortThatSomebodyTookMeanwhileIsLeftToThem() throws Exception {
        int before;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            before = port(postgres);
        }
        try (ServerSocket other = new ServerSocket(before, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            assertThat(port(postgres)).isNotEqualTo(before).isNotEqualTo(other.getLocalPort());
            assertThat(home.query("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void rubbishInThePortFileIsReplaced() throws Exception {
        for (String rubbish : List.of("", "99999", "-1", "http")) {
            Files.writeString(home.path().resolve("port"), rubbish);
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
                assertThat(Files.readString(home.path().resolve("port"))).isEqualTo("" + port(postgres));
            }
        }
    }

    @Test
    void damagedProgramsAreUnpackedAgain() throws Exception {
        Path program;
        try (Stream<Path> paths = Files.walk(home.path(), 3)) {
            program = paths.filter(path -> path.endsWith("bin/postgres"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(program, "cut short");
        Path halfDone = Files.createDirectory(home.path().resolve("binaries-0.new"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT 1")).isEqualTo("1");
        }
        assertThat(halfDone).doesNotExist();
    }

    @Test
    void aFirstStartThatWasCutOffBeginsAgain() throws Exception {
        Home cut = new Home(Files.createDirectories(temporary.resolve("cut/postgres")));
        Files.createDirectories(cut.path().resolve("cluster.new-1/base"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(cut.path())) {
            assertThat(cut.query("SELECT 1")).isEqualTo("1");
        }
        assertThat(cut.path().resolve("cluster.new-1")).doesNotExist();
    }

    @Test
    void aLostPasswordIsNotReplacedBehindTheDatabasesBack() throws Exception {
        Path password = home.path().resolve("password");
        Path aside = Files.move(password, home.path().resolve("aside"));
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.path()))
                    .isInstanceOf(PostgresFailedException.class)
                    .hasMessageContainingAll("password", "missing", "backup");
        } finally {
            Files.move(aside, password);
        }
    }

    @Test
    void strangeFilesInTheWayAreNamedAndKept() throws Exception {
        Path file = Files.writeString(temporary.resolve("a-file"), "precious");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file))
                .isInstanceOf(PostgresFailedException.class)
                .hasMessageContaining(file.toString());

        Path foreign = Files.createDirectories(temporary.resolve("foreign/postgres"));
        Files.writeString(foreign.resolve("password"), "x");
        Path precious = Files.writeString(
                Files.createDirectory(foreign.resolve("cluster")).resolve("letters"), "precious");
        assertThatThrownBy(() -> EmbeddedPostgres.start(foreign))
                .isInstanceOf(PostgresFailedException.class)
                .hasMessageContaining("not a PostgreSQL data directory");
        assertThat(file).hasContent("precious");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws Exception {
        Path control = home.cluster().resolve("global/pg_control");
        byte[] intact = Files.readAllBytes(control);
        Files.write(control, new byte[8192]);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.path()))
                    .isInstanceOf(PostgresFailedException.class)
                    .hasMessageContainingAll(
                            "did not start", "FATAL", home.path().toString(), "database.url");
        } finally {
            Files.write(control, intact);
        }
    }

    @Test
    void closingAgainHasNoEffect() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path());
        assertThat(postgres.alive()).isTrue();
        postgres.close();
        postgres.close();
        assertThat(postgres.alive()).isFalse();
    }

    private static int port(EmbeddedPostgres postgres) {
        return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    private static Duration timed(String what) throws PostgresFailedException {
        long start = System.nanoTime();
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("embedded PostgreSQL, " + what + ": " + taken.toMillis() + " ms");
            return taken;
        }
    }
}
