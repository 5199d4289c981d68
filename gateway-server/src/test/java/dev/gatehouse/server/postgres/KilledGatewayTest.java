package dev.gatehouse.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Real processes, really killed. */
class KilledGatewayTest {

    private static final int REPORT_SECONDS_MAX = 60;

    @TempDir
    static Path temporary;

    private Home home;

    @BeforeEach
    void sharedDirectory() {
        home = new Home(temporary.resolve("data/postgres"));
    }

    @Test
    void theServerOfAKilledGatewayIsStoppedAndItsRowsAreKept() throws Exception {
        long left;
        try (GatewayJvm killed = GatewayJvm.start(home.path()).requireReady()) {
            home.execute("CREATE TABLE acknowledged AS SELECT 42 AS n");
            left = home.postmaster();
            killed.kill();
        }
        assertThat(ProcessHandle.of(left)).as("the server outlives its gateway").isPresent();

        try (Connection ofAnotherProgram = home.connect();
                EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            requireEnd(left);
            assertThat(home.postmaster()).isNotEqualTo(left);
            assertThat(home.query("SELECT n FROM acknowledged")).isEqualTo("42");
            assertThat(ofAnotherProgram.isValid(1)).isFalse();
        }
    }

    @Test
    void aKilledGatewayAndAKilledServerLoseNoRow() throws Exception {
        try (GatewayJvm killed = GatewayJvm.start(home.path()).requireReady()) {
            home.execute("CREATE TABLE survived AS SELECT 43 AS n");
            killed.kill();
            ProcessHandle.of(home.postmaster()).orElseThrow().destroyForcibly();
        }
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT n FROM survived")).isEqualTo("43");
        }
    }

    @Test
    void aDirectoryThatALiveGatewayUsesIsRefused() throws Exception {
        try (GatewayJvm other = GatewayJvm.start(home.path()).requireReady()) {
            long postmaster = home.postmaster();
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.path()))
                    .isInstanceOf(PostgresFailedException.class)
                    .hasMessageContainingAll(
                            "another gateway (process " + other.pid() + ")",
                            home.path().toString(),
                            "dataDir");
            assertThat(home.postmaster()).isEqualTo(postmaster);
            assertThat(home.query("SELECT 1")).isEqualTo("1");
            other.stop();
        }
        try (EmbeddedPostgres next = EmbeddedPostgres.start(home.path())) {
            assertThat(next.alive()).isTrue();
        }
    }

    @Test
    void aServerThatDiesIsReported() throws Exception {
        Reports reports = new Reports();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path())) {
            ProcessHandle.of(home.postmaster()).orElseThrow().destroyForcibly();

            assertThat(reports.next())
                    .contains("ended unasked with exit code 137", home.path().toString());
            assertThat(postgres.alive()).isFalse();
        } finally {
            reports.close();
        }
        assertThat(reports.none())
                .as("closing a dead server is no second report")
                .isTrue();
    }

    @Test
    void aServerThatIsStoppedIsNotReported() throws Exception {
        Reports reports = new Reports();
        EmbeddedPostgres.start(home.path()).close();
        reports.close();
        assertThat(reports.none()).isTrue();
    }

    @Test
    void aProcessNumberThatIsNowAStrangersIsNoObstacle() throws Exception {
        EmbeddedPostgres.start(home.path()).close();
        Files.writeString(
                PostmasterFile.path(home.cluster()), ProcessHandle.current().pid() + "\n" + home.cluster() + "\n");

        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT 1")).isEqualTo("1");
        }
    }

    /** A moment may pass until the system has collected a process that has ended. */
    private static void requireEnd(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(process -> process.onExit()
                        .orTimeout(REPORT_SECONDS_MAX, TimeUnit.SECONDS)
                        .join());
    }

    private static final class Reports extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Logger logger = (Logger) LoggerFactory.getLogger(Postmaster.class);
        private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();

        Reports() {
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
                errors.add(event.getFormattedMessage());
            }
        }

        String next() throws InterruptedException {
            return errors.poll(REPORT_SECONDS_MAX, TimeUnit.SECONDS);
        }

        boolean none() {
            return errors.isEmpty();
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }
}
