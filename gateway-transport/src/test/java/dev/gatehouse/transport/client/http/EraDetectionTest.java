package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.http.HttpServers.TOOLS;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.modern;
import static dev.gatehouse.transport.client.http.HttpServers.spec;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an HTTP server answers shows which era it is of, or nothing. */
@Timeout(180)
class EraDetectionTest {
    @AutoClose
    private final Fleet fleet;

    EraDetectionTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 406})
    void a_plain_refusal_of_the_probe_leads_to_initialize(int status) throws Exception {
        try (RawServer _ = connect(fleet, (request, out) -> {
            switch (request.rpcMethod()) {
                case "server/discover" -> send(out, status, "text/html", "<html>");
                case "initialize" ->
                    json(out, result(request, "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}"));
                case "tools/list" -> json(out, result(request, TOOLS));
                default -> send(out, 202, "text/plain", "");
            }
            return true;
        })) {
            assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2025_11_25);
        }
    }

    @Test
    void a_server_that_does_not_know_the_revision_any_more_is_asked_anew_and_gone_on_with() throws Exception {
        AtomicBoolean replaced = new AtomicBoolean();
        Script now = (request, out) -> {
            switch (request.rpcMethod()) {
                case "initialize" ->
                    json(out, result(request, "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}"));
                case "notifications/initialized" -> send(out, 202, "text/plain", "");
                default -> {
                    boolean modern = request.header("mcp-protocol-version").equals("2026-07-28");
                    String error = ",\"error\":{\"code\":-32022,\"message\":\"no\",\"data\":{\"supported\":[]}}}";
                    send(
                            out,
                            modern ? 400 : 200,
                            "application/json",
                            modern
                                    ? "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + error
                                    : result(
                                            request,
                                            request.rpcMethod().equals("tools/list") ? TOOLS : "\"content\":[]"));
                }
            }
            return true;
        };
        Script before = modern((request, out) -> {
            json(out, text(request, "ok"));
            return true;
        });
        try (RawServer _ = connect(fleet, (request, out) -> (replaced.get() ? now : before).answer(request, out))) {
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
            replaced.set(true);
            assertThat(fleet.call(ID, "echo", "{}").toString()).contains("-32022");
            eventually(() -> assertThat(fleet.status(ID).version())
                    .as("it is spoken to as it wants")
                    .isEqualTo(Optional.of(ProtocolVersion.V2025_11_25)));
            assertThat(fleet.call(ID, "echo", "{}")).isInstanceOf(UpstreamReply.Complete.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500, 503, 302})
    void no_other_answer_to_the_probe_says_anything_of_the_era(int status) throws Exception {
        try (RawServer server = new RawServer((_, out) -> {
            send(out, status, "text/plain", "no", "Location: http://127.0.0.1:1/");
            return true;
        })) {
            fleet.adopt(spec(server.url()));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).health()).as("degraded").isEqualTo(Health.DEGRADED));
            assertThat(fleet.fleet.listing(ID).detail()).contains("HTTP " + status);
            assertThat(server.received).extracting(Received::rpcMethod).containsOnly("server/discover");
        }
    }
}
