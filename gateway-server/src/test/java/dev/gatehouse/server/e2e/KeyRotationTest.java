package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key is changed by the command line, while a gateway that stays serves without an error. */
class KeyRotationTest {
    private static final int CALLS = 20;

    @TempDir
    Path folder;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private HttpMcpServer upstream;
    private Connectable database;
    private TestGateway stays;
    private TestGateway restarts;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.shared().freshDatabase();
        upstream = HttpMcpServer.start(arguments -> arguments.path("n"));
        stays = gateway("stays");
        restarts = gateway("restarts");
    }

    @AfterEach
    void stop() throws Exception {
        over.set(true);
        stays.close();
        restarts.close();
        upstream.close();
    }

    @Test
    void keys_are_rotated_and_the_master_key_is_changed_without_a_failed_request() throws Exception {
        TestGateway.Credential loader = stays.credential("loader");
        String token = stays.token(loader, "load");
        Thread load = Thread.ofPlatform().start(() -> load(loader, token));
        rotate("data");
        rotate("signing");
        Path next = nextKey();
        rotate("master", "--new-key-file", next.toString());
        awaitCalls();

        assertThat(restarts.terminate()).isZero();
        Path masterKey = restarts.config().resolveSibling("master.key");
        Files.copy(next, masterKey, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        restarts.start().awaitUpstreams(1);
        assertThat(run(stays, "keys", "rotate", "master", "--finish").exitCode())
                .as("this gateway has the old master key")
                .isNotZero();
        assertThat(run(restarts, "keys", "rotate", "master", "--finish").exitCode())
                .isZero();
        awaitCalls();
        eventually(() ->
                assertThat(restarts.requestToken(loader, "load").statusCode()).isEqualTo(200));

        over.set(true);
        load.join();
        assertThat(failures).isEmpty();
        assertThat(stays.terminate()).isZero();
        assertThat(run(stays, "serve").err()).contains("cannot be opened with this master key");
    }

    /** Calls with a token that stays the same, and with new ones. */
    private void load(TestGateway.Credential loader, String token) {
        while (!over.get()) {
            try {
                String other = stays.token(loader, "load");
                for (String each : new String[] {token, other}) {
                    String body =
                            stays.call("load", each, "echo", "{\"n\":\"5\"}").body();
                    if (!body.contains("\"5\"")) {
                        failures.add(body);
                    }
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
            answered.incrementAndGet();
        }
    }

    private void awaitCalls() {
        int from = answered.get();
        eventually(() -> assertThat(answered).hasValueGreaterThan(from + CALLS));
    }

    private void rotate(String... what) throws IOException {
        String[] verb = new String[what.length + 2];
        verb[0] = "keys";
        verb[1] = "rotate";
        System.arraycopy(what, 0, verb, 2, what.length);
        TestGateway.Ran ran = run(stays, verb);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    }

    private static TestGateway.Ran run(TestGateway gateway, String... verb) throws IOException {
        String[] all = Arrays.copyOf(verb, verb.length + 2);
        all[verb.length] = "--config";
        all[verb.length + 1] = gateway.config().toString();
        return gateway.run(all);
    }

    private Path nextKey() throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path file = Files.write(folder.resolve("next.key"), Base64.getEncoder().encode(key));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private TestGateway gateway(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return TestGateway.prepare(own, database, """
                upstreams:
                  load: { url: "%s" }
                virtualServers:
                  load: { names: original, upstreams: { load: {} } }
                bundles:
                  loaders: { virtualServers: [load] }
                agents:
                  loader: { bundle: loaders }
                """.formatted(upstream.url()))
                .start()
                .awaitUpstreams(1);
    }
}
