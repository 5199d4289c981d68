package dev.gatehouse.server.abuse;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.server.e2e.TestGateway.Ran;
import dev.gatehouse.testkit.port.FreePort;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot start says why in one message, ends with the code its help names, and leaves nothing running. */
class StartRefusalTest {
    private static final int FAILED = 1;
    private static final int BAD_CONFIGURATION = 3;
    private static final String BODY = """
            upstreams:
              child: { command: sleep, args: ["1000"] }
            virtualServers:
              main: { upstreams: { child: {} } }
            agents:
              alice: { bundle: team }
            bundles:
              team: { virtualServers: [main] }
            """;

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void prepare() throws Exception {
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), BODY);
    }

    @Test
    void a_data_directory_has_one_gateway() throws Exception {
        gateway.start();
        Path second = folder.resolve("second.yaml");
        Files.writeString(
                second,
                Files.readString(gateway.config())
                        .replace(":" + gateway.port, ":" + FreePort.any())
                        .replace(":" + gateway.adminPort, ":" + FreePort.any()));
        Ran ran = gateway.run("serve", "--config", second.toString());
        refused(ran, FAILED, "in use by process " + gateway.process().pid(), "dataDir");
        assertThat(gateway.readyStatus()).as("the first one goes on").isEqualTo(200);
        assertThat(gateway.terminate()).isZero();
        nothingIsLeft();
    }

    @Test
    void a_taken_port_of_either_listener_is_named_and_nothing_is_left() throws Exception {
        for (int port : List.of(gateway.port, gateway.adminPort)) {
            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                refused(
                        serve(),
                        FAILED,
                        "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
                nothingIsLeft();
            }
        }
    }

    @Test
    void a_taken_port_stops_the_embedded_postgresql_again() throws Exception {
        change("(?m)^database:.*$", "");
        try (ServerSocket taken = new ServerSocket(gateway.port, 1, InetAddress.getLoopbackAddress())) {
            refused(serve(), FAILED, "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
            nothingIsLeft();
        }
    }

    @Test
    void a_stop_during_the_start_takes_down_what_already_stood() throws Exception {
        change("(?m)^database:.*$", "");
        gateway.launch("serve", "--config", gateway.config().toString());
        eventually(() -> assertThat(postgresHere()).isNotEmpty());
        assertThat(gateway.terminate()).as(gateway.logTail()).isZero();
        nothingIsLeft();
    }

    @Test
    void an_admin_token_that_was_emptied_opens_nothing() throws Exception {
        gateway.start();
        assertThat(gateway.terminate()).isZero();
        Files.writeString(gateway.data().resolve("admin.token"), "\n");
        refused(serve(), FAILED, "admin.token", "holds no admin token");
        nothingIsLeft();
    }

    @Test
    void without_its_master_key_nothing_is_opened() throws Exception {
        Files.delete(folder.resolve("master.key"));
        refused(serve(), BAD_CONFIGURATION, "masterKey", "master.key");
        assertThat(gateway.data()).doesNotExist();
    }

    @Test
    void a_master_key_that_is_none_is_not_quoted() throws Exception {
        Files.writeString(folder.resolve("master.key"), "hunter2-is-short");
        Ran ran = serve();
        refused(ran, BAD_CONFIGURATION, "masterKey");
        assertThat(ran.err() + ran.out()).doesNotContain("hunter2");
    }

    @Test
    void another_master_key_than_that_of_the_database_is_refused() throws Exception {
        gateway.start();
        assertThat(gateway.terminate()).isZero();
        Files.writeString(folder.resolve("master.key"), "CzBVep/E6RM4XYKnzPEbQGWKr9T5I0htkrfcBitQdZo=");
        Ran ran = serve();
        assertThat(ran.err()).containsOnlyOnce("WARN").contains("audit.key was sealed by another master key");
        refused(new Ran(ran.exitCode(), ran.out(), ran.err().replace("WARN", "")), FAILED, "master key");
        nothingIsLeft();
    }

    @Test
    void without_its_database_it_does_not_start() throws Exception {
        change("jdbc:postgresql://[^\"]*", "jdbc:postgresql://127.0.0.1:" + FreePort.any() + "/none");
        refused(serve(), FAILED, "PostgreSQL", "127.0.0.1");
        nothingIsLeft();
    }

    @Test
    void a_data_directory_that_others_may_read_is_refused() throws Exception {
        Files.createDirectory(gateway.data());
        Files.setPosixFilePermissions(gateway.data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        refused(serve(), BAD_CONFIGURATION, "chmod 700", gateway.data().toString());
        assertThat(gateway.data()).isEmptyDirectory();
    }

    @Test
    void the_quick_start_twice_in_a_row_keeps_its_agent_and_its_data() throws Exception {
        Path root = Files.createDirectories(folder.resolve("clone"));
        Files.createDirectory(root.resolve("config"));
        Files.writeString(root.resolve("config/quickstart.yaml"), """
                server:
                  listen: 127.0.0.1:%d
                  admin: { listen: 127.0.0.1:%d }
                dataDir: ../data
                masterKey: ${file:../data/master.key}
                upstreams:
                  demo: %s
                virtualServers:
                  demo: { upstreams: { demo: {} } }
                agents:
                  demo-agent: { bundle: quickstart }
                bundles:
                  quickstart: { virtualServers: [demo] }
                """.formatted(
                        gateway.port, gateway.adminPort, TestGateway.demoUpstream()));
        gateway.withJvmOption("-Dgatehouse.root=" + root);
        String first = upOnce(root);
        String second = upOnce(root);
        assertThat(second).isEqualTo(first).contains("GATEHOUSE_CLIENT_SECRET=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("data/quickstart.env"))))
                .isEqualTo("rw-------");
        nothingIsLeft();
    }

    /** One run of {@code up} that is used from the command line and stopped; the environment file it left. */
    private String upOnce(Path root) throws Exception {
        gateway.start("up");
        Path environment = root.resolve("data/quickstart.env");
        awaitCall(environment);
        assertThat(gateway.terminate()).as(gateway.logTail()).isZero();
        return Files.readString(environment);
    }

    /** The demo server comes up beside the gateway; until it has, its tools are unknown. */
    private void awaitCall(Path environment) {
        eventually(() -> {
            Ran ran = call(environment);
            assertThat(ran.out()).as(ran.err()).contains("hello again");
        });
    }

    private Ran call(Path environment) throws IOException {
        return gateway.run("call", "demo_echo", "{\"message\":\"hello again\"}", "--env-file", environment.toString());
    }

    private Ran serve() throws IOException {
        return gateway.run("serve", "--config", gateway.config().toString());
    }

    private void change(String regex, String replacement) throws IOException {
        Files.writeString(gateway.config(), Files.readString(gateway.config()).replaceFirst(regex, replacement));
    }

    private static void refused(Ran ran, int exitCode, String... words) {
        String said = ran.err().lines().reduce("", (_, line) -> line);
        assertThat(said).as(ran.err()).contains(words).doesNotContain("Exception");
        assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("WARN").doesNotContain("ERROR");
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(exitCode);
    }

    /** No process works in the test's folder, was started with a path in it, or descends from one that was. */
    private void nothingIsLeft() {
        eventually(() -> assertThat(processesHere()).isEmpty());
    }

    private List<String> processesHere() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(this::isHere)
                    .map(Path::toString)
                    .toList();
        }
    }

    private List<String> postgresHere() throws IOException {
        Path files = gateway.data().resolve("postgres");
        return processesHere().stream()
                .filter(process -> commandOf(Path.of(process)).contains(files + "/binaries"))
                .filter(process -> commandOf(Path.of(process)).contains("bin/postgres"))
                .toList();
    }

    private static String commandOf(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private boolean isHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder.toRealPath())
                    || commandOf(process).contains(folder.toString());
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }
}
