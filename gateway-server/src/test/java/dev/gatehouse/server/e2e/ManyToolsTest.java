package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.mcp.ManyToolsServer;
import dev.gatehouse.testkit.mcp.Speech;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand tools of five upstreams, of which one is gone and one takes requests and says nothing. */
class ManyToolsTest {
    private static final int TOOLS_EACH = 200;

    @TempDir
    Path folder;

    private final List<ManyToolsServer> upstreams = new ArrayList<>();
    private TestGateway gateway;

    @BeforeEach
    void prepare() throws Exception {
        for (int i = 0; i < 5; i++) {
            upstreams.add(ManyToolsServer.start(TOOLS_EACH));
        }
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), body());
    }

    @AfterEach
    void stop() throws Exception {
        for (ManyToolsServer upstream : upstreams) {
            upstream.close();
        }
        gateway.close();
    }

    @Test
    void upstreams_that_never_answered_keep_the_others_from_no_list() throws Exception {
        upstreams.get(0).close();
        upstreams.get(1).hang();
        gateway.start();
        String token = gateway.token(gateway.credential("lister"), "all");
        awaitListed(token, 3 * TOOLS_EACH);
        eventually(() -> assertThat(upstreams.get(1).unanswered()).isPositive());
        assertThat(listed(token)).isEqualTo(3 * TOOLS_EACH);
        assertThat(upstreams.get(1).unanswered()).isPositive();
    }

    @Test
    void upstreams_that_fail_later_stay_listed_also_after_a_restart() throws Exception {
        gateway.start();
        String token = gateway.token(gateway.credential("lister"), "all");
        awaitListed(token, 5 * TOOLS_EACH);
        upstreams.get(0).close();
        upstreams.get(1).hang();
        try (HttpConnection caller = HttpConnection.open(gateway.port, WAIT_MAX)) {
            Thread call = Thread.startVirtualThread(() -> callInVain(caller, token));
            eventually(() -> assertThat(upstreams.get(1).unanswered()).isPositive());
            assertThat(listed(token)).isEqualTo(5 * TOOLS_EACH);
            assertThat(call.isAlive()).as("the call still hangs").isTrue();
        }
        assertThat(gateway.terminate()).isZero();
        gateway.start();
        String again = gateway.token(gateway.credential("lister"), "all");
        awaitListed(again, 5 * TOOLS_EACH);
    }

    private static void callInVain(HttpConnection caller, String token) {
        try {
            Speech speech = new Speech.Modern("/vmcp/all/mcp", token);
            String _ = speech.call(caller, 1, "u1_tool_7", "{\"query\":\"x\"}").text();
        } catch (IOException e) {
            // The test hung up.
        }
    }

    private void awaitListed(String token, int tools) {
        eventually(() -> assertThat(listed(token)).isEqualTo(tools));
    }

    private int listed(String token) throws IOException {
        try (HttpConnection connection = HttpConnection.open(gateway.port, WAIT_MAX)) {
            String answer = new Speech.Modern("/vmcp/all/mcp", token)
                    .request(connection, 1, "tools/list", "")
                    .text();
            Json result = TestGateway.json(answer).member("result").orElseThrow(() -> new IOException(answer));
            return result.member("tools").orElseThrow().elements().size();
        }
    }

    private String body() {
        String specs = IntStream.range(0, upstreams.size())
                .mapToObj(i -> "  u" + i + ": { url: \"" + upstreams.get(i).url() + "\" }\n")
                .collect(Collectors.joining());
        return """
                upstreams:
                %svirtualServers:
                  all: { upstreams: { u0: {}, u1: {}, u2: {}, u3: {}, u4: {} } }
                bundles:
                  listers: { virtualServers: [all] }
                agents:
                  lister: { bundle: listers }
                """.formatted(specs);
    }
}
