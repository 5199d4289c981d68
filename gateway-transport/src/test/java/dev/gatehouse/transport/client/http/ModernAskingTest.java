package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.asked;
import static dev.gatehouse.transport.client.Fleet.done;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.modern;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions in the answer of a modern server, and the state that comes back to it. */
@Timeout(180)
class ModernAskingTest {
    private static final String FORM = "{\"elicitation\":{}}";

    @AutoClose
    private final Fleet fleet;

    ModernAskingTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @Test
    void a_modern_server_is_told_what_the_caller_can_be_asked_and_asks_in_its_answer() throws Exception {
        try (RawServer server = connect(fleet, modern((request, out) -> {
            json(
                    out,
                    request.body().contains("inputResponses")
                            ? text(request, "thanks")
                            : result(
                                    request,
                                    "\"resultType\":\"input_required\",\"requestState\":\"s\\\\1\",\"inputRequests\":{"
                                            + "\"k1\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}},"
                                            + "\"k2\":{\"method\":\"roots/list\"}}"));
            return true;
        }))) {
            Permit permit = Permits.asking(ID, "echo", "{}", "{\"elicitation\":{},\"roots\":{}}");
            try (UpstreamCall call = fleet.open(permit)) {
                assertThat(asked(call)).extracting(InputRequest::key).containsExactlyInAnyOrder("k1", "k2");
                assertThat(server.received.getLast().body())
                        .contains("/clientCapabilities\":{\"elicitation\":{\"form\":{}},\"roots\":{}}");
                assertThat(fleet.status(ID).inFlight()).isZero();
                Json one = Permits.json("{\"action\":\"accept\"}");
                call.answer(Permits.answering(permit, Map.of("k1", one, "k2", Json.EMPTY_OBJECT)));
                assertThat(textOf(done(call))).isEqualTo("thanks");
            }
            assertThat(server.received.getLast().body())
                    .contains("\"k1\":{\"action\":\"accept\"}")
                    .contains("\"requestState\":\"s\\\\1\"")
                    .contains("\"arguments\":{}");
        }
    }

    @Test
    void a_call_detached_from_a_modern_server_is_reopened_with_its_state_byte_for_byte() throws Exception {
        try (RawServer server = connect(fleet, modern((request, out) -> {
            json(
                    out,
                    request.body().contains("requestState")
                            ? text(request, "thanks")
                            : result(request, "\"resultType\":\"input_required\",\"requestState\":\"é\\u0007\""));
            return true;
        }))) {
            Permit permit = Permits.asking(ID, "echo", "{}", FORM);
            String state;
            try (UpstreamCall call = fleet.open(permit)) {
                assertThat(asked(call)).isEmpty();
                state = call.detach().orElseThrow();
            }
            Permit round = Permits.answering(permit, Map.of());
            try (UpstreamCall call = fleet.fleet.find(ID).orElseThrow().reopen(round, state)) {
                assertThat(textOf(done(call))).isEqualTo("thanks");
            }
            assertThat(Permits.json(server.received.getLast().body())
                            .member("params")
                            .flatMap(params -> params.text("requestState")))
                    .contains("é\u0007");
            assertThat(server.received.getLast().body()).doesNotContain("inputResponses");
        }
    }

    @Test
    void a_modern_server_that_asks_for_what_was_not_declared_is_not_obeyed() throws Exception {
        try (RawServer _ = connect(fleet, modern((request, out) -> {
            json(
                    out,
                    result(
                            request,
                            "\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\","
                                    + "\"params\":{\"mode\":\"url\",\"url\":\"https://example.com\"}}}"));
            return true;
        }))) {
            assertThat(fleet.call(Permits.asking(ID, "echo", "{}", FORM), WAIT_MAX)
                            .toString())
                    .contains("MALFORMED");
        }
    }

    @Test
    void a_declined_question_ends_the_call_of_a_modern_server() throws Exception {
        try (RawServer _ = connect(fleet, modern((request, out) -> {
            json(out, result(request, "\"resultType\":\"input_required\",\"requestState\":\"s\""));
            return true;
        }))) {
            try (UpstreamCall call = fleet.open(Permits.asking(ID, "echo", "{}", FORM))) {
                assertThat(asked(call)).isEmpty();
                call.decline("nobody is there");
                assertThat(done(call).toString()).contains("CANCELLED");
            }
        }
    }
}
