package dev.gatehouse.transport.client;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.testkit.conformance.Fixture;
import dev.gatehouse.testkit.conformance.UpstreamKind;
import dev.gatehouse.testkit.npm.NpmProject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official SDKs as upstreams, in both eras and over every transport: all of them look alike from here. */
@Timeout(180)
class FixtureUpstreamTest {
    private static final Duration PATIENCE = WAIT_MAX;
    private static final String ALL =
            "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{\"listChanged\":true}}";

    @TempDir
    Path dataDir;

    /** What is behind the gateway, and what has to end with it. */
    private interface Body {
        void run(Fleet fleet) throws Exception;
    }

    private void with(UpstreamKind kind, Body body) throws Exception {
        Assumptions.assumeTrue(NpmProject.possible(), "node and npm are not on the PATH");
        NpmProject npm = NpmProject.conformance();
        if (kind.isStdio()) {
            run(
                    new UpstreamSpec.Stdio(
                            ID,
                            "d",
                            UpstreamSpec.Limits.DEFAULT,
                            Fixture.command(npm, kind),
                            Map.of(),
                            "",
                            UpstreamSpec.Isolation.PROCESS,
                            UpstreamSpec.Protocol.AUTO),
                    body);
            return;
        }
        try (Fixture fixture = Fixture.start(npm, kind, dataDir.resolve("fixture.log"))) {
            URI url = URI.create(fixture.url());
            run(
                    new UpstreamSpec.Http(
                            ID, "d", UpstreamSpec.Limits.DEFAULT, url, Map.of(), UpstreamSpec.Protocol.AUTO),
                    body);
        }
    }

    private void run(UpstreamSpec spec, Body body) throws Exception {
        try (Fleet fleet = new Fleet(dataDir)) {
            body.run(fleet.adopt(spec).untilReady(ID));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everything_it_has_is_listed_and_every_verb_is_answered(UpstreamKind kind) throws Exception {
        with(kind, fleet -> {
            assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL))
                    .extracting(Definition::name)
                    .contains("test_simple_text", "test_elicitation", "json_schema_2020_12_tool");
            assertThat(fleet.fleet.listing(ID).of(Primitive.PROMPT))
                    .extracting(Definition::name)
                    .contains("test_simple_prompt");
            assertThat(fleet.fleet.listing(ID).of(Primitive.RESOURCE))
                    .extracting(Definition::name)
                    .contains("test://static-text");
            assertThat(fleet.fleet.listing(ID).of(Primitive.TEMPLATE))
                    .extracting(Definition::name)
                    .contains("test://template/{id}/data");
            assertThat(fleet.text(ID, "test_simple_text", "{}")).contains("simple text response");
            RequestMeta meta = Permits.can("{}");
            assertThat(reply(fleet, Verb.GET, Primitive.PROMPT, "test_simple_prompt", "{}", meta))
                    .contains("\"messages\":[");
            assertThat(reply(fleet, Verb.READ, Primitive.RESOURCE, "test://static-text", "{}", meta))
                    .contains("\"contents\":[")
                    .doesNotContain("ttlMs");
            String completing = "{\"argument\":{\"name\":\"arg1\",\"value\":\"a\"}}";
            assertThat(reply(fleet, Verb.COMPLETE, Primitive.PROMPT, "test_prompt_with_arguments", completing, meta))
                    .contains("\"completion\":{");
        });
    }

    private static String reply(
            Fleet fleet, Verb verb, Primitive kind, String name, String arguments, RequestMeta meta) {
        UpstreamReply reply = fleet.call(Permits.of(ID, verb, kind, name, arguments, meta), PATIENCE);
        assertThat(reply).isInstanceOf(UpstreamReply.Complete.class);
        return ((UpstreamReply.Complete) reply).result().toString();
    }

    @ParameterizedTest
    @EnumSource
    void it_asks_and_is_answered_in_as_many_rounds_as_it_wants(UpstreamKind kind) throws Exception {
        with(kind, fleet -> {
            assertThat(conversation(fleet, "test_elicitation", "{\"message\":\"who?\"}"))
                    .contains("action=accept")
                    .contains("\"name\":\"me\"");
            assertThat(conversation(fleet, "test_sampling", "{\"prompt\":\"p\"}"))
                    .contains("LLM response: me");
            assertThat(conversation(fleet, "test_input_required_result_multiple_inputs", "{}"))
                    .contains("1 roots");
            assertThat(conversation(fleet, "test_input_required_result_multi_round", "{}"))
                    .contains("me likes red");
            assertThat(fleet.status(ID).inFlight()).isZero();
        });
    }

    private static String conversation(Fleet fleet, String tool, String arguments) {
        Permit permit = Permits.asking(ID, tool, arguments, ALL);
        try (UpstreamCall call = fleet.open(permit)) {
            for (int round = 0; round < 8; round++) {
                switch (call.next(in(PATIENCE))) {
                    case UpstreamEvent.Done(UpstreamReply reply) -> {
                        return textOf(reply);
                    }
                    case UpstreamEvent.Asked(List<InputRequest> requests) ->
                        call.answer(Permits.answering(permit, answers(requests)));
                    case UpstreamEvent.Noticed _, UpstreamEvent.Crowded _ -> {
                        // Not what is looked at here.
                    }
                }
            }
            throw new AssertionError("it never ends");
        }
    }

    private static Map<String, Json> answers(List<InputRequest> requests) {
        Map<String, Json> answers = new HashMap<>();
        for (InputRequest request : requests) {
            answers.put(
                    request.key(),
                    Permits.json(
                            switch (request.method()) {
                                case "elicitation/create" ->
                                    "{\"action\":\"accept\",\"content\":{\"name\":\"me\",\"color\":\"red\"}}";
                                case "sampling/createMessage" ->
                                    "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"me\"},\"model\":\"m\"}";
                                default -> "{\"roots\":[{\"uri\":\"file:///r\"}]}";
                            }));
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    void it_reports_progress_under_the_callers_token(UpstreamKind kind) throws Exception {
        with(kind, fleet -> {
            RequestMeta meta = Permits.metaWith(Optional.of(Json.of("mine")), Optional.empty());
            List<String> notices = new ArrayList<>();
            try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "test_tool_with_progress", "{}", meta))) {
                UpstreamEvent event = call.next(in(PATIENCE));
                while (event instanceof UpstreamEvent.Noticed noticed) {
                    notices.add(noticed.notice().params().toString());
                    event = call.next(in(PATIENCE));
                }
                assertThat(event).isInstanceOf(UpstreamEvent.Done.class);
            }
            assertThat(notices).hasSize(3).allMatch(notice -> notice.contains("\"progressToken\":\"mine\""));
        });
    }

    @ParameterizedTest
    @EnumSource
    void it_tells_what_changed(UpstreamKind kind) throws Exception {
        with(kind, fleet -> {
            List<Change> changes = new CopyOnWriteArrayList<>();
            try (ChangeFeed.Subscription _ = fleet.fleet.subscribe(changes::add)) {
                Permit subscribe = Permits.of(
                        ID, Verb.SUBSCRIBE, Primitive.RESOURCE, "test://watched-resource", "{}", Permits.can("{}"));
                assertThat(fleet.call(subscribe, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
                Change.Updated updated = new Change.Updated(ID, "test://watched-resource");
                until("told", () -> {
                    fleet.text(ID, "test_touch_resource", "{}");
                    return changes.contains(updated);
                });
                until("told", () -> {
                    fleet.text(ID, "test_trigger_tool_change", "{}");
                    return changes.contains(new Change.Relisted(ID, Primitive.TOOL));
                });
                until("told", () -> {
                    fleet.text(ID, "test_trigger_prompt_change", "{}");
                    return changes.contains(new Change.Relisted(ID, Primitive.PROMPT));
                });
                fleet.fleet.find(ID).orElseThrow().unsubscribe("test://watched-resource");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_HTTP"})
    void a_stream_it_closes_before_its_answer_is_gone_on_with(UpstreamKind kind) throws Exception {
        with(
                kind,
                fleet -> assertThat(fleet.text(ID, "test_reconnection", "{}")).contains("after the stream was closed"));
    }
}
