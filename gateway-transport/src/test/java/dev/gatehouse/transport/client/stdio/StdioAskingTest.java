package dev.gatehouse.transport.client.stdio;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child has one pipe for everybody: who is asked, who is told, and what happens when it cannot be known. */
@Timeout(180)
class StdioAskingTest {
    private static final String FORM = "{\"elicitation\":{}}";
    private static final Duration PATIENCE = WAIT_MAX;

    @TempDir
    Path dataDir;

    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir).adopt(stdio(ID, "legacy")).untilReady(ID);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private static InputRequest asked(UpstreamCall call) {
        return allAsked(call).getFirst();
    }

    private static List<InputRequest> allAsked(UpstreamCall call) {
        UpstreamEvent event = begun(call, PATIENCE);
        assertThat(event).isInstanceOf(UpstreamEvent.Asked.class);
        return ((UpstreamEvent.Asked) event).requests();
    }

    /** Waits on when there is no room. */
    private static UpstreamEvent begun(UpstreamCall call, Duration patience) {
        Deadline until = in(patience);
        UpstreamEvent event = call.next(until);
        while (event instanceof UpstreamEvent.Crowded) {
            event = call.next(until);
        }
        return event;
    }

    private static UpstreamReply done(UpstreamCall call) {
        UpstreamEvent event = begun(call, PATIENCE);
        assertThat(event).isInstanceOf(UpstreamEvent.Done.class);
        return ((UpstreamEvent.Done) event).reply();
    }

    @Test
    void every_list_and_what_it_says_of_itself_is_in_the_offering() {
        assertThat(fleet.fleet.listing(ID).of(Primitive.PROMPT))
                .singleElement()
                .satisfies(prompt -> assertThat(prompt.name()).isEqualTo("greet"));
        assertThat(fleet.fleet.listing(ID).of(Primitive.RESOURCE)).hasSize(1);
        assertThat(fleet.fleet.listing(ID).of(Primitive.TEMPLATE))
                .singleElement()
                .satisfies(template -> assertThat(template.name()).isEqualTo("file:///{x}"));
        assertThat(fleet.fleet.listing(ID).offering().instructions()).isEqualTo("Be kind.");
        assertThat(fleet.fleet.listing(ID).offering().capabilities().member("logging"))
                .isPresent();
    }

    @Test
    void every_verb_has_its_words() {
        RequestMeta meta = Permits.can("{}");
        assertThat(text(Permits.of(ID, Verb.GET, Primitive.PROMPT, "greet", "{\"who\":\"me\"}", meta)))
                .contains("\"method\":\"prompts/get\",\"params\":{\"name\":\"greet\",\"arguments\":{\"who\":\"me\"}}");
        assertThat(text(Permits.of(ID, Verb.READ, Primitive.RESOURCE, "file:///a", "{}", meta)))
                .contains("\"method\":\"resources/read\",\"params\":{\"uri\":\"file:///a\"}");
        String completing =
                "{\"argument\":{\"name\":\"who\",\"value\":\"m\"},\"context\":{\"arguments\":{\"a\":\"b\"}}}";
        assertThat(text(Permits.of(ID, Verb.COMPLETE, Primitive.PROMPT, "greet", completing, meta)))
                .contains("\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"}")
                .contains("\"argument\":{\"name\":\"who\",\"value\":\"m\"}")
                .contains("\"context\":{\"arguments\":{\"a\":\"b\"}}");
        assertThat(text(Permits.of(ID, Verb.COMPLETE, Primitive.TEMPLATE, "file:///{x}", completing, meta)))
                .contains("\"ref\":{\"type\":\"ref/resource\",\"uri\":\"file:///{x}\"}");
    }

    private String text(Permit permit) {
        return textOf(fleet.call(permit, PATIENCE));
    }

    @Test
    void a_question_reaches_the_caller_and_the_answer_the_child() {
        Permit permit = Permits.asking(ID, "elicit", "{\"value\":\"which one?\"}", FORM);
        try (UpstreamCall call = fleet.open(permit)) {
            InputRequest request = asked(call);
            assertThat(request.method()).isEqualTo("elicitation/create");
            assertThat(request.params().text("message")).contains("which one?");
            assertThat(call.detach()).isEmpty();
            Json answer = Permits.json("{\"action\":\"accept\",\"content\":{\"a\":1}}");
            call.answer(Permits.answering(permit, Map.of(request.key(), answer)));
            assertThat(textOf(done(call))).contains("\"result\":" + answer).contains("\"id\":\"ask-1\"");
        }
    }

    @Test
    void a_question_nobody_answers_is_declined_and_the_call_goes_on() {
        try (UpstreamCall call = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"?\"}", FORM))) {
            InputRequest _ = asked(call);
            call.decline("nobody is there");
            assertThat(textOf(done(call))).contains("{\"action\":\"cancel\"}");
        }
    }

    @Test
    void what_was_not_declared_is_refused_and_nobody_is_asked() {
        assertThat(textOf(fleet.call(Permits.asking(ID, "sample", "{}", FORM), PATIENCE)))
                .contains("-32601");
        assertThat(fleet.text(ID, "elicit", "{\"value\":\"?\"}")).contains("-32601");
    }

    @Test
    void what_a_caller_can_be_asked_is_declared_to_a_child_of_their_own() {
        assertThat(fleet.text(ID, "initialized", "{}")).contains("\"capabilities\":{}");
        assertThat(textOf(fleet.call(Permits.asking(ID, "initialized", "{}", FORM), PATIENCE)))
                .contains("\"capabilities\":{\"elicitation\":{\"form\":{}}}");
        String shared = fleet.text(ID, "who", "{}");
        String own = textOf(fleet.call(Permits.asking(ID, "who", "{}", FORM), PATIENCE));
        assertThat(own).isNotEqualTo(shared);
        assertThat(textOf(fleet.call(Permits.asking(ID, "who", "{}", FORM), PATIENCE)))
                .isEqualTo(own);
    }

    @Test
    void callers_at_one_time_have_a_child_each_and_answers_are_never_crossed() throws Exception {
        Set<String> seen = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String mine = "caller " + i;
                all.add(threads.submit(() -> conversation(mine)));
            }
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get()).contains("caller " + i + "\"");
                seen.add(all.get(i).get());
            }
        }
        assertThat(seen).hasSize(12);
        assertThat(fleet.status(ID).inFlight()).isZero();
    }

    private String conversation(String mine) {
        Permit permit = Permits.asking(ID, "elicit", "{\"value\":\"" + mine + "\"}", FORM);
        try (UpstreamCall call = fleet.open(permit)) {
            InputRequest request = asked(call);
            Json answer = Json.object()
                    .put("said", request.params().text("message").orElseThrow())
                    .build();
            call.answer(Permits.answering(permit, Map.of(request.key(), answer)));
            return textOf(done(call));
        }
    }

    @Test
    void a_question_that_comes_after_its_call_was_given_up_reaches_nobody_else() {
        Permit mine = Permits.asking(ID, "elicit-twice", "{}", FORM);
        try (UpstreamCall call = fleet.open(mine)) {
            InputRequest first = asked(call);
            call.answer(Permits.answering(mine, Map.of(first.key(), Json.EMPTY_OBJECT)));
            assertThat(call.next(in(Duration.ofMillis(100))).toString()).contains("TIMEOUT");
        }
        Permit other = Permits.asking(ID, "elicit", "{\"value\":\"theirs\"}", FORM);
        try (UpstreamCall call = fleet.open(other)) {
            InputRequest request = asked(call);
            assertThat(request.params().text("message")).contains("theirs");
            call.answer(Permits.answering(other, Map.of(request.key(), Json.EMPTY_OBJECT)));
            assertThat(done(call)).isInstanceOf(UpstreamReply.Complete.class);
        }
    }

    @Test
    void a_call_waiting_for_a_child_of_its_own_can_be_cancelled() {
        List<UpstreamCall> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UpstreamCall call = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"x\"}", FORM));
            InputRequest _ = asked(call);
            held.add(call);
        }
        try (UpstreamCall fifth = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"x\"}", FORM))) {
            assertThat(fifth.next(in(PATIENCE))).isEqualTo(new UpstreamEvent.Crowded(4));
            assertThat(begun(fifth, Duration.ofMillis(100)).toString()).contains("OVERLOADED");
        }
        try (UpstreamCall sixth = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"x\"}", FORM))) {
            Thread.ofVirtual().start(() -> sixth.cancel(UpstreamCall.Reason.CLIENT_GONE));
            assertThat(begun(sixth, PATIENCE).toString()).contains("CANCELLED");
        }
        try (UpstreamCall seventh = fleet.open(Permits.asking(ID, "who", "{}", FORM))) {
            Thread.ofVirtual().start(() -> held.forEach(UpstreamCall::close));
            assertThat(done(seventh)).isInstanceOf(UpstreamReply.Complete.class);
        }
        eventually(() -> assertThat(fleet.status(ID).inFlight()).isZero());
    }

    @Test
    void a_call_that_waits_says_again_and_again_that_there_is_no_room() {
        List<UpstreamCall> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UpstreamCall call = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"x\"}", FORM));
            InputRequest _ = asked(call);
            held.add(call);
        }
        try (UpstreamCall fifth = fleet.open(Permits.asking(ID, "who", "{}", FORM))) {
            assertThat(fifth.next(in(PATIENCE))).isEqualTo(new UpstreamEvent.Crowded(4));
            assertThat(fifth.next(in(PATIENCE))).isEqualTo(new UpstreamEvent.Crowded(4));
            held.getFirst().close();
            assertThat(done(fifth)).isInstanceOf(UpstreamReply.Complete.class);
        }
        held.forEach(UpstreamCall::close);
    }

    @Test
    void no_more_calls_wait_for_a_child_than_are_allowed() {
        List<UpstreamCall> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UpstreamCall call = fleet.open(Permits.asking(ID, "elicit", "{\"value\":\"x\"}", FORM));
            InputRequest _ = asked(call);
            all.add(call);
        }
        for (int i = 0; i < 64; i++) {
            UpstreamCall waits = fleet.open(Permits.asking(ID, "who", "{}", FORM));
            assertThat(waits.next(in(PATIENCE))).isInstanceOf(UpstreamEvent.Crowded.class);
            all.add(waits);
        }
        assertThat(fleet.call(Permits.asking(ID, "who", "{}", FORM), PATIENCE).toString())
                .contains("OVERLOADED")
                .contains("too many calls wait for a session");
        all.forEach(UpstreamCall::close);
        assertThat(fleet.call(Permits.asking(ID, "who", "{}", FORM), PATIENCE))
                .isInstanceOf(UpstreamReply.Complete.class);
    }

    @Test
    void what_is_asked_at_once_is_one_question_for_who_answers_by_a_retry_and_each_answer_finds_its_own() {
        Permit permit = Permits.asking(ID, "elicit-at-once", "{}", "{\"elicitation\":{},\"roots\":{}}");
        try (UpstreamCall call = fleet.open(permit)) {
            List<InputRequest> requests = allAsked(call);
            assertThat(requests)
                    .extracting(InputRequest::method)
                    .containsExactly("elicitation/create", "roots/list", "elicitation/create");
            Map<String, Json> answers = new HashMap<>();
            requests.forEach(request -> answers.put(
                    request.key(), Json.object().put("to", request.key()).build()));
            Json last = answers.remove(requests.getLast().key());
            call.answer(Permits.answering(permit, answers));
            call.answer(Permits.answering(permit, Map.of(requests.getLast().key(), last)));
            assertThat(textOf(done(call))).containsSubsequence("ask-1", "q1", "ask-2", "q2", "ask-3", "q3");
        }
    }

    @Test
    void what_is_asked_at_once_is_asked_one_by_one_of_who_answers_on_the_stream() {
        RequestMeta meta = RequestMeta.of(ProtocolVersion.V2025_11_25)
                .with(Permits.can("{\"elicitation\":{},\"roots\":{}}").capabilities());
        Permit permit = Permits.withMeta(ID, "elicit-at-once", "{}", meta);
        try (UpstreamCall call = fleet.open(permit)) {
            for (int i = 1; i <= 3; i++) {
                List<InputRequest> requests = allAsked(call);
                assertThat(requests).extracting(InputRequest::key).containsExactly("q" + i);
                call.answer(Permits.answering(permit, Map.of("q" + i, Json.EMPTY_OBJECT)));
            }
            assertThat(done(call)).isInstanceOf(UpstreamReply.Complete.class);
        }
    }

    @Test
    void log_messages_reach_a_caller_who_wants_them_and_has_a_child_alone() {
        RequestMeta meta = Permits.can(FORM);
        RequestMeta wants = new RequestMeta(
                Optional.empty(),
                meta.version(),
                meta.clientInfo(),
                meta.capabilities(),
                meta.traceParent(),
                meta.progressToken(),
                Optional.of(LogLevel.INFO),
                meta.extra());
        try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "logs", "{}", wants))) {
            assertThat(call.next(in(PATIENCE)))
                    .isInstanceOfSatisfying(
                            UpstreamEvent.Noticed.class,
                            noticed -> assertThat(noticed.notice().params().text("data"))
                                    .contains("careful"));
            assertThat(textOf(done(call))).isEqualTo("logged");
        }
        assertThat(textOf(fleet.call(Permits.withMeta(ID, "told", "{}", wants), PATIENCE)))
                .contains("logging/setLevel debug");
        RequestMeta alone = wants.with(Permits.can("{}").capabilities());
        assertThat(textOf(fleet.call(Permits.withMeta(ID, "logs", "{}", alone), PATIENCE)))
                .isEqualTo("logged");
    }

    @Test
    void the_first_subscription_and_the_last_departure_are_told_and_updates_are_passed_on() {
        List<Change> changes = new CopyOnWriteArrayList<>();
        try (ChangeFeed.Subscription _ = fleet.fleet.subscribe(changes::add)) {
            Permit first = Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, "file:///a", "{}", Permits.can("{}"));
            Permit second = Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, "file:///a", "{}", Permits.can("{}"));
            assertThat(fleet.call(first, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(fleet.call(second, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            fleet.text(ID, "update", "{\"value\":\"file:///a\"}");
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "file:///a")));
            fleet.fleet.find(ID).orElseThrow().unsubscribe("file:///a");
            assertThat(fleet.text(ID, "told", "{}")).isEqualTo("[resources/subscribe file:///a]");
            fleet.fleet.find(ID).orElseThrow().unsubscribe("file:///a");
            fleet.fleet.find(ID).orElseThrow().unsubscribe("file:///a");
            fleet.fleet.find(ID).orElseThrow().unsubscribe("file:///never");
            String both = "[resources/subscribe file:///a, resources/unsubscribe file:///a]";
            eventually(() -> assertThat(fleet.text(ID, "told", "{}")).isEqualTo(both));
        }
    }

    @Test
    void a_child_that_comes_back_is_told_again_what_is_watched() {
        Permit subscribe = Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, "file:///a", "{}", Permits.can("{}"));
        assertThat(fleet.call(subscribe, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
        fleet.call(ID, "crash", "{}");
        until("subscribed again", () -> fleet.text(ID, "told", "{}").equals("[resources/subscribe file:///a]"));
    }

    @Test
    void a_listener_that_fails_harms_no_other() {
        List<Change> changes = new CopyOnWriteArrayList<>();
        try (ChangeFeed.Subscription _ = fleet.fleet.subscribe(_ -> {
                    throw new IllegalStateException("thrown by this test");
                });
                ChangeFeed.Subscription _ = fleet.fleet.subscribe(changes::add)) {
            fleet.call(ID, "list-changed", "{}");
            eventually(() -> assertThat(changes).as("told").contains(new Change.Relisted(ID, Primitive.TOOL)));
            assertThat(changes).doesNotContain(new Change.Relisted(ID, Primitive.PROMPT));
        }
    }
}
