package dev.gatehouse.transport.client.stdio;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.core.upstream.UpstreamSpec.Limits;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children over real pipes: first those that behave, then those that do not. */
@Timeout(180)
class StdioUpstreamTest {
    private static final UpstreamId OTHER = new UpstreamId("other");

    @TempDir
    Path dataDir;

    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void a_legacy_server_is_recognised_and_called() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2025_06_18);
        assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL))
                .extracting(Definition::name)
                .contains("echo", "hang");
        assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
        String sent = fleet.text(ID, "whole", "{\n  \"value\": \"a\"\r\n}");
        assertThat(sent).contains("\"name\":\"whole\"").doesNotContain("_meta").doesNotContain("public_");
    }

    @Test
    void a_modern_server_is_recognised_and_gets_the_envelope() {
        fleet.adopt(stdio(ID, "modern")).untilReady(ID);
        assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2026_07_28);
        var meta = Permits.metaWith(
                Optional.empty(), Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        String sent = textOf(fleet.call(Permits.withMeta(ID, "whole", "{}", meta), WAIT_MAX));
        assertThat(sent)
                .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"")
                .contains("\"io.modelcontextprotocol/clientInfo\":{\"name\":\"gatehouse\",\"version\":\"test\"}")
                .contains("\"io.modelcontextprotocol/clientCapabilities\":{}")
                .contains("\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"");
    }

    @Test
    void a_server_that_exits_on_the_probe_is_started_again_and_initialized() {
        fleet.adopt(stdio(ID, "exits-on-probe")).untilReady(ID);
        assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2025_06_18);
        assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
    }

    @Test
    void a_server_that_does_not_answer_the_probe_is_initialized() {
        fleet.adopt(stdio(ID, "silent-on-probe")).untilReady(ID);
        assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
    }

    @Test
    void two_hundred_calls_at_once_each_get_their_own_answer() throws Exception {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        List<Future<String>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                Callable<String> call = caller("v" + i);
                answers.add(threads.submit(call));
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo("v" + i);
        }
        assertThat(fleet.status(ID).inFlight()).isZero();
    }

    private Callable<String> caller(String value) {
        return () -> fleet.text(ID, "later", "{\"value\":\"" + value + "\"}");
    }

    @Test
    void only_the_allow_list_and_what_was_given_is_in_the_environment() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        String environment = fleet.text(ID, "env", "{}");
        assertThat(environment).contains("GIVEN_KEY=s3cret-value-1").contains("PATH=");
        assertThat(environment.split(" "))
                .extracting(entry -> entry.substring(0, entry.indexOf('=')))
                .isSubsetOf(
                        "GIVEN_KEY",
                        "GATEHOUSE_CHILD_OF",
                        "HOME",
                        "LANG",
                        "LOGNAME",
                        "PATH",
                        "PWD",
                        "SHELL",
                        "TERM",
                        "USER");
    }

    @Test
    void results_lose_what_belongs_to_the_envelope_of_their_era() {
        fleet.adopt(stdio(ID, "modern")).untilReady(ID);
        assertThat(fleet.call(ID, "stripped", "{}"))
                .isEqualTo(new UpstreamReply.Complete(Permits.json("{\"content\":[],\"_meta\":{\"mine\":1}}")));
    }

    @Test
    void a_result_of_unknown_type_is_malformed_and_a_declared_question_is_an_event() {
        fleet.adopt(stdio(ID, "modern")).untilReady(ID);
        assertThat(fleet.call(ID, "odd-type", "{}"))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Cause.MALFORMED));
        assertThat(fleet.call(ID, "asks", "{}"))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.detail()).contains("not declared"));
        try (UpstreamCall call = fleet.open(Permits.asking(ID, "asks", "{}", "{\"roots\":{}}"))) {
            assertThat(call.next(in(WAIT_MAX)))
                    .isInstanceOfSatisfying(
                            UpstreamEvent.Asked.class,
                            asked -> assertThat(asked.requests().getFirst().method())
                                    .isEqualTo("roots/list"));
        }
    }

    @Test
    void progress_carries_the_callers_own_token() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        var meta = Permits.metaWith(Optional.of(Json.of("mine")), Optional.empty());
        try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "progress", "{}", meta))) {
            assertThat(call.next(in(WAIT_MAX)))
                    .isEqualTo(new UpstreamEvent.Noticed(new Notice(
                            "notifications/progress", Permits.json("{\"progressToken\":\"mine\",\"progress\":1}"))));
            assertThat(call.next(in(WAIT_MAX))).isInstanceOf(UpstreamEvent.Done.class);
        }
    }

    @Test
    void an_error_of_the_upstream_is_passed_on_without_its_control_characters() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.call(ID, "error", "{}"))
                .isEqualTo(new UpstreamReply.Errored(-32000, "it\\u{7}failed", Optional.empty()));
    }

    @Test
    void answers_to_ids_never_given_and_garbage_are_dropped() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.text(ID, "wrong-ids", "{}")).isEqualTo("yours");
        assertThat(fleet.text(ID, "pings", "{}")).isEqualTo("ok");
    }

    @Test
    void a_hung_call_ends_at_its_deadline_and_is_cancelled_upstream() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        long before = System.nanoTime();
        assertThat(fleet.call(Permits.of(ID, "hang", "{}"), Duration.ofMillis(300)))
                .isEqualTo(new Lost(Cause.TIMEOUT, true, "no answer in time"));
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(20).toNanos());
        until(
                "the cancellation arrived",
                () -> !fleet.text(ID, "cancelled", "{}").equals("none"));
    }

    @Test
    void the_upstreams_own_time_limit_ends_a_call_of_a_patient_caller() {
        fleet.adopt(stdio(ID, new Limits(Duration.ofMillis(300), 4), Map.of(), "legacy"))
                .untilReady(ID);
        assertThat(fleet.call(Permits.of(ID, "hang", "{}"), Duration.ofSeconds(60)))
                .isEqualTo(new Lost(Cause.TIMEOUT, true, "no answer in time"));
    }

    @Test
    void a_cancelled_call_ends_at_once() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        try (UpstreamCall call = fleet.open(Permits.of(ID, "hang", "{}"))) {
            Thread.ofVirtual().start(() -> call.cancel(UpstreamCall.Reason.CLIENT_GONE));
            assertThat(call.next(in(WAIT_MAX)))
                    .isInstanceOfSatisfying(
                            UpstreamEvent.Done.class,
                            done -> assertThat(((Lost) done.reply()).cause()).isEqualTo(Cause.CANCELLED));
        }
        assertThat(fleet.status(ID).inFlight()).isZero();
    }

    @Test
    void calls_over_the_limit_are_not_sent() {
        fleet.adopt(stdio(ID, new Limits(Duration.ofSeconds(20), 1), Map.of(), "legacy"))
                .untilReady(ID);
        try (UpstreamCall _ = fleet.open(Permits.of(ID, "hang", "{}"))) {
            assertThat(fleet.call(ID, "echo", "{}")).isInstanceOfSatisfying(Lost.class, lost -> {
                assertThat(lost.cause()).isEqualTo(Cause.OVERLOADED);
                assertThat(lost.sent()).isFalse();
            });
        }
        assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
    }

    @Test
    void a_crash_loses_the_calls_in_flight_and_the_child_comes_back() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        try (UpstreamCall hanging = fleet.open(Permits.of(ID, "hang", "{}"))) {
            assertThat(fleet.text(ID, "echo", "{\"value\":\"x\"}")).isEqualTo("x");
            assertThat(fleet.call(ID, "crash", "{}")).isInstanceOfSatisfying(Lost.class, lost -> {
                assertThat(lost.cause()).isEqualTo(Cause.UNAVAILABLE);
                assertThat(lost.sent()).isTrue();
                assertThat(lost.detail()).contains("status 9");
            });
            assertThat(hanging.next(in(WAIT_MAX)))
                    .isInstanceOfSatisfying(
                            UpstreamEvent.Done.class,
                            done -> assertThat(((Lost) done.reply()).sent()).isTrue());
        }
        until(
                "it is called again",
                () -> fleet.text(ID, "echo", "{\"value\":\"hi\"}").equals("hi"));
        assertThat(fleet.status(ID).restarts()).isEqualTo(1);
        assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless-line", "endless-junk"})
    void a_flooding_child_is_restarted_and_disturbs_no_other(String flood) {
        fleet.adopt(stdio(ID, "legacy"), stdio(OTHER, "legacy")).untilReady(ID, OTHER);
        try (UpstreamCall call = fleet.open(Permits.of(ID, flood, "{}"))) {
            assertThat(fleet.text(OTHER, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
            assertThat(call.next(in(WAIT_MAX)))
                    .isInstanceOfSatisfying(
                            UpstreamEvent.Done.class,
                            done -> assertThat(((Lost) done.reply()).cause()).isEqualTo(Cause.UNAVAILABLE));
        }
        until("it came back", () -> fleet.text(ID, "echo", "{\"value\":\"hi\"}").equals("hi"));
        assertThat(fleet.status(OTHER).restarts()).isZero();
    }

    @Test
    void a_child_that_floods_stderr_still_answers() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.text(ID, "stderr-flood", "{}")).isEqualTo("complained");
    }

    @Test
    void a_large_answer_below_the_limit_arrives() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.text(ID, "big", "{}")).hasSize(5 << 20);
    }

    @Test
    void a_child_that_stops_reading_loses_its_calls_and_is_restarted() {
        fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
        assertThat(fleet.text(ID, "stop-reading", "{}")).isEqualTo("deaf");
        String large = "{\"value\":\"" + "z".repeat(1 << 20) + "\"}";
        assertThat(fleet.call(ID, "echo", large))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.detail()).contains("stopped reading"));
        until("it came back", () -> fleet.text(ID, "echo", "{\"value\":\"hi\"}").equals("hi"));
    }
}
