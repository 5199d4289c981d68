package dev.gatehouse.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that waits for an answer does not outlive the access of whoever would give it. */
class RevocationTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);
    /** Less than anything would take that was not told of the revocation. */
    private static final int REVOKED_SECONDS_MAX = 10;

    @TempDir
    Path folder;

    private TestDatabase server;
    private AskingUpstream upstream;
    private TestGateway gateway;
    private AuditRows rows;

    @BeforeEach
    void start() throws Exception {
        server = TestDatabase.privateInstance();
        var database = server.freshDatabase();
        rows = new AuditRows(database);
        upstream = AskingUpstream.start();
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  crm: { url: "%s", transport: legacy }
                virtualServers:
                  desk: { names: original, upstreams: { crm: {} } }
                bundles:
                  clerks: { virtualServers: [desk] }
                agents:
                  clerk: { bundle: clerks }
                """.formatted(upstream.url()))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
        server.close();
    }

    @Test
    void a_waiting_call_of_a_revoked_agent_is_cancelled_upstream_and_recorded() throws Exception {
        HttpResponse<String> asked = ask(gateway.token(gateway.credential("clerk"), "desk"));
        Json question = TestGateway.json(asked.body()).member("result").orElseThrow();
        assertThat(question.text("resultType")).contains("input_required");
        assertThat(question.toString()).as("says who asks").contains("[crm] Sure?");

        assertThat(gateway.admin("DELETE", "/api/v1/agents/clerk/credentials").statusCode())
                .isEqualTo(200);

        assertThat(upstream.cancelled.await(REVOKED_SECONDS_MAX, TimeUnit.SECONDS))
                .isTrue();
        assertThat(rows.await("type = 'call_abandoned' and detail = 'revoked'", n -> n == 1, SHIPPING_WAIT_MAX))
                .isEqualTo(1);
    }

    private HttpResponse<String> ask(String token) throws Exception {
        return gateway.send(gateway.callRequest("desk", token, "ask", "{}", "{\"elicitation\":{\"form\":{}}}"));
    }
}
