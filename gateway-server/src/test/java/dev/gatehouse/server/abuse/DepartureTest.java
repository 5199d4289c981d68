package dev.gatehouse.server.abuse;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T42: a client that leaves before its answer. What that means differs by era; that nobody got the answer is recorded. */
class DepartureTest {

    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private RawUpstream upstream;
    private TestGateway gateway;
    private AuditRows rows;
    private McpCaller caller;

    @BeforeEach
    void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = RawUpstream.start(List.of("echo"), this::answerLater);
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  raw: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { raw: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main] }
                """.formatted(upstream.url()))
                .start();
        caller = McpCaller.of(gateway, "alice", "main").awaitTools("echo");
    }

    @AfterEach
    void stop() throws Exception {
        mayAnswer.countDown();
        gateway.close();
        upstream.close();
    }

    private void answerLater(RawUpstream.Call call, OutputStream out) throws IOException {
        begun.countDown();
        await("the upstream may answer", mayAnswer);
        RawUpstream.echo(call, out);
    }

    @Test
    void a_modern_client_that_leaves_has_its_call_cancelled_before_the_upstream_answers() throws Exception {
        leaveDuring(caller.modernCall("echo", "{}"));
        assertThat(rows.await("outcome = 'cancelled'", count -> count == 1, WAIT_MAX))
                .isEqualTo(1);
    }

    @Test
    void a_legacy_client_that_leaves_has_its_call_finished_and_the_lost_delivery_recorded() throws Exception {
        leaveDuring(caller.legacyCall(caller.session("2025-11-25"), "echo", "{}"));
        mayAnswer.countDown();
        assertThat(rows.await(
                        "type = 'not_delivered' and call_id in"
                                + " (select call_id from audit.event where type = 'call_completed' and outcome = 'ok')",
                        count -> count == 1,
                        WAIT_MAX))
                .isEqualTo(1);
        assertThat(gateway.get("http://127.0.0.1:" + gateway.adminPort + "/metrics")
                        .body())
                .containsPattern("gatehouse_sessions\\w*\\{version=\"2025-11-25\"} 1");
    }

    /** Sends the request whole, waits until it has reached the upstream, and hangs up. */
    private void leaveDuring(Ask ask) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
            socket.getOutputStream().write(ask.bytes(gateway.port));
            socket.getOutputStream().flush();
            await("the upstream has the call", begun);
            InputStream in = socket.getInputStream();
            assertThat(in.available()).as("nothing was answered yet").isZero();
        }
    }
}
