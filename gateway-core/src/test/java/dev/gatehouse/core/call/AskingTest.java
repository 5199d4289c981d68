package dev.gatehouse.core.call;

import static dev.gatehouse.core.call.Street.call;
import static dev.gatehouse.core.call.Street.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskingTest {
    /** Who is asked must see which of the servers behind the gateway asks. */
    private static final InputRequest TOLD = new InputRequest("k", "elicitation/create", json("{'message':'[up] ?'}"));

    private static final InputRequest QUESTION = new InputRequest("k", "elicitation/create", json("{'message':'?'}"));
    private static final Json ANSWER = json("{'action':'accept'}");
    private static final Json RESULT = json("{'content':[]}");

    private final Street street = new Street();

    @Test
    void a_client_with_a_stream_is_asked_there_and_each_round_is_recorded() {
        script(asked(), done());
        var exchange = new TestExchange(Exchange.Asking.INLINE, new Exchange.Answers.Given(Map.of("k", ANSWER)));

        assertThat(street.handle(call(Retry.NONE), exchange)).isEqualTo(new Reply.Complete(RESULT));

        assertThat(exchange.asked).containsExactly(TOLD);
        assertThat(street.upstream.sent.getLast().answers()).isEqualTo(Map.of("k", ANSWER));
        assertThat(street.trail())
                .containsExactly(
                        "intent 0 {\"a\":1}",
                        "outcome 0 ASKED inline",
                        "intent 1 {\"k\":{\"action\":\"accept\"}}",
                        "outcome 1 OK");
    }

    @Test
    void what_was_asked_and_what_was_done_about_it_is_recorded_whatever_is_kept_of_the_words() {
        script(asked(), done());
        var exchange = new TestExchange(Exchange.Asking.INLINE, new Exchange.Answers.Given(Map.of("k", ANSWER)));

        street.handle(call(Retry.NONE), exchange);

        assertThat(street.findings())
                .contains("question asked: elicitation/create", "answer accept: to what the upstream asked");
    }

    @Test
    void a_question_nobody_answers_is_declined_and_the_call_goes_on() {
        script(asked(), done());

        Reply reply = street.handle(call(Retry.NONE), new TestExchange(Exchange.Asking.INLINE));

        assertThat(reply).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.told).startsWith("decline: nobody is there");
        assertThat(street.trail()).hasSize(4).last().isEqualTo("outcome 1 OK");
    }

    @Test
    void a_client_that_cannot_be_asked_declares_nothing_upstream() {
        script(asked(), done());
        var able = new RequestMeta(
                Optional.empty(),
                ProtocolVersion.LATEST,
                Optional.empty(),
                new ClientCapabilities(true, true, true, true, true, false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.EMPTY_OBJECT);

        Reply reply = street.handle(
                new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, able),
                new TestExchange(Exchange.Asking.NEVER));

        assertThat(reply).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.sent.getFirst().meta().capabilities()).isEqualTo(ClientCapabilities.NONE);
        assertThat(street.trail()).containsExactly("intent 0 {}", "outcome 0 OK");
    }

    @Test
    void a_legacy_upstream_is_parked_until_the_answer_comes() {
        script(asked());
        String state = suspended();
        assertThat(street.parked.count()).isEqualTo(1);
        script(done());

        assertThat(retry(state, Map.of("k", ANSWER, "extra", ANSWER))).isEqualTo(new Reply.Complete(RESULT));

        assertThat(street.parked.count()).isZero();
        assertThat(street.upstream.sent.getLast().answers()).isEqualTo(Map.of("k", ANSWER));
        assertThat(street.upstream.told).containsExactly("answer", "close");
        assertThat(street.trail())
                .containsExactly(
                        "intent 0 {\"a\":1}",
                        "outcome 0 ASKED parked",
                        "intent 1 {\"k\":{\"action\":\"accept\"}}",
                        "outcome 1 OK");
    }

    @Test
    void a_modern_upstream_gets_its_own_state_back() {
        street.upstream.state = Optional.of("theirs");
        script(asked());
        String state = suspended();
        assertThat(street.parked.count()).isZero();
        script(done());

        assertThat(retry(state, Map.of("k", ANSWER))).isEqualTo(new Reply.Complete(RESULT));

        assertThat(street.upstream.told).containsExactly("close", "reopen theirs", "close");
    }

    @Test
    void a_missing_answer_is_asked_for_again() {
        script(asked());
        String state = suspended();

        Reply again = retry(state, Map.of());

        assertThat(again).isInstanceOf(Reply.InputRequired.class);
        assertThat(street.upstream.told).isEmpty();
        script(done());
        assertThat(retry(stateOf(again), Map.of("k", ANSWER))).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.trail()).contains("outcome 1 ASKED parked", "outcome 2 OK");
    }

    @Test
    void what_is_answered_goes_up_at_once_and_only_the_rest_is_asked_again() {
        InputRequest other = new InputRequest("o", "roots/list", Json.EMPTY_OBJECT);
        script(new UpstreamEvent.Asked(List.of(other, QUESTION)));
        Json first = ((Reply.InputRequired) street.handle(call(Retry.NONE), byRetry())).result();
        assertThat(first.member("inputRequests").orElseThrow().members()).containsOnlyKeys("o", "k");

        Reply again = retry(first.text("requestState").orElseThrow(), Map.of("o", ANSWER));

        assertThat(street.upstream.told).containsExactly("answer");
        assertThat(street.upstream.sent.getLast().answers()).isEqualTo(Map.of("o", ANSWER));
        script(done());
        assertThat(retry(stateOf(again), Map.of("k", ANSWER))).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.sent.getLast().answers()).isEqualTo(Map.of("k", ANSWER));
        assertThat(street.trail())
                .endsWith(
                        "intent 1 {\"o\":{\"action\":\"accept\"}}",
                        "outcome 1 ASKED parked",
                        "intent 2 {\"k\":{\"action\":\"accept\"}}",
                        "outcome 2 OK");
    }

    @Test
    void a_call_that_finds_no_room_ends_one_that_waits_and_goes_on() {
        script(asked());
        String state = suspended();
        street.nanos += Displacement.UNDISTURBED.toNanos();
        script(new UpstreamEvent.Crowded(0), done());

        assertThat(street.handle("bob", call(Retry.NONE), byRetry())).isEqualTo(new Reply.Complete(RESULT));

        assertThat(street.upstream.told).containsExactly("cancel DISPLACED", "close", "close");
        assertThat(street.trail())
                .containsSubsequence("outcome 0 ASKED parked", "abandoned 0 displaced", "outcome 0 OK");
        assertUnknown(retry(state, Map.of("k", ANSWER)));
        assertThat(street.trail()).last().isEqualTo("refused 0 bad_state: a call that waits no longer");
    }

    @Test
    void a_state_is_good_once_for_whom_it_was_made_and_for_the_same_request() {
        script(asked());
        String state = suspended();
        Retry answer = new Retry(Optional.of(state), Map.of("k", ANSWER));
        var other = new McpRequest.ToolCall("t", json("{'a':2}"), answer, RequestMeta.of(ProtocolVersion.LATEST));

        assertUnknown(street.handle("bob", call(answer), byRetry()));
        assertUnknown(street.handle(other, byRetry()));
        assertUnknown(retry(state + "x", Map.of("k", ANSWER)));
        assertThat(retry(state, Map.of("k", Json.of("no object")))).isInstanceOf(Reply.Failed.class);
        assertThat(street.upstream.told).as("none of it touched the call").isEmpty();
        script(done());
        assertThat(retry(state, Map.of("k", ANSWER))).isEqualTo(new Reply.Complete(RESULT));
        assertUnknown(retry(state, Map.of("k", ANSWER)));
        assertThat(street.trail()).last().isEqualTo("refused 0 bad_state: a replayed state");
        assertThat(street.upstream.sent).hasSize(2);
    }

    @Test
    void a_call_nobody_comes_back_to_is_ended() {
        script(asked());
        String state = suspended();
        street.nanos += ParkedCalls.WAIT_MAX.toNanos() - 1;
        street.parked.reap();
        assertThat(street.parked.count()).isEqualTo(1);
        street.nanos += 1;
        street.parked.reap();

        assertThat(street.upstream.told).containsExactly("cancel DEADLINE", "close");
        assertThat(street.trail()).last().isEqualTo("abandoned 0 expired");
        assertUnknown(retry(state, Map.of("k", ANSWER)));
    }

    @Test
    void who_lost_access_waits_no_longer_and_others_do() {
        script(asked());
        String state = suspended();
        script(asked());
        street.handle("bob", call(Retry.NONE), byRetry());

        street.path.evict((principal, _) -> principal.subject().equals("bob"));

        assertThat(street.parked.count()).isEqualTo(1);
        assertThat(street.upstream.told).containsExactly("cancel REVOKED", "close");
        assertThat(street.trail()).last().isEqualTo("abandoned 0 revoked");
        assertUnknown(retry(state, Map.of("k", ANSWER)));
    }

    @Test
    void a_client_that_left_before_the_question_ends_the_call() {
        script(asked());
        TestExchange exchange = byRetry();
        street.handle(call(Retry.NONE), exchange);

        exchange.leaveBeforeTheReply();

        assertThat(street.parked.count()).isZero();
        assertThat(street.upstream.told).containsExactly("cancel CLIENT_GONE", "close");
        assertThat(street.trail()).endsWith("not delivered 0", "abandoned 0 cancelled");
    }

    @Test
    void one_principal_cannot_park_without_limit() {
        for (int i = 0; i < ParkedCalls.CALLS_PER_PRINCIPAL_MAX; i++) {
            script(asked());
            suspended();
        }
        script(asked(), done());

        assertThat(street.handle(call(Retry.NONE), byRetry())).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.told).startsWith("decline: too many calls wait for answers");
        script(asked());
        assertThat(street.handle("bob", call(Retry.NONE), byRetry())).isInstanceOf(Reply.InputRequired.class);
        street.parked.close();
        assertThat(street.parked.count()).isZero();
        assertThat(street.trail()).last().isEqualTo("abandoned 0 shutdown");
    }

    @Test
    void a_denied_answer_ends_the_call() {
        street.stages.add(new NoAnswers());
        script(asked());
        String state = suspended();

        Reply reply = retry(state, Map.of("k", ANSWER));

        assertThat(reply.toString()).contains("Denied by policy: no answers");
        assertThat(street.upstream.told).containsExactly("cancel CANCELLED_BY_CLIENT", "close");
        assertThat(street.trail()).last().isEqualTo("refused 1 denied: no answers");
    }

    @Test
    void a_withheld_question_is_declined() {
        street.screen = (_, outbound) -> outbound instanceof Outbound.Asked
                ? new Screen.Screened.Withheld("phishing", List.of())
                : new Screen.Screened.Passed(outbound, List.of());
        script(asked(), done());

        assertThat(street.handle(call(Retry.NONE), byRetry())).isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.told).startsWith("decline: Withheld by policy: phishing");
    }

    @Test
    void an_upstream_that_never_stops_asking_is_stopped() {
        for (int i = 0; i < 20; i++) {
            script(asked());
        }
        var exchange = new TestExchange(Exchange.Asking.INLINE, new Exchange.Answers.Given(Map.of("k", ANSWER)));

        Reply reply = street.handle(call(Retry.NONE), exchange);

        assertThat(reply.toString()).contains(Wording.ASKED_TOO_OFTEN);
        assertThat(exchange.asked).hasSize(Line.ROUNDS_MAX - 1);
        assertThat(street.upstream.told).contains("cancel CANCELLED_BY_CLIENT");
    }

    @Test
    void the_time_a_client_thinks_is_not_the_call_s() {
        street.stages.add(new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("clock");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                Duration left = facts.deadline().remaining(street.nanos);
                return left.equals(Duration.ofSeconds(30)) ? Decision.ALLOW : new Decision.Deny("left: " + left);
            }
        });
        script(asked(), done());
        var thinking = new TestExchange(Exchange.Asking.INLINE, new Exchange.Answers.Given(Map.of("k", ANSWER)));
        thinking.whileAsked = () -> street.nanos += Duration.ofMinutes(5).toNanos();

        assertThat(street.handle(call(Retry.NONE), thinking)).isEqualTo(new Reply.Complete(RESULT));
    }

    private void script(UpstreamEvent... events) {
        street.upstream.script.addAll(List.of(events));
    }

    private static UpstreamEvent asked() {
        return new UpstreamEvent.Asked(List.of(QUESTION));
    }

    private static UpstreamEvent done() {
        return new UpstreamEvent.Done(new UpstreamReply.Complete(RESULT));
    }

    private String suspended() {
        return stateOf(street.handle(call(Retry.NONE), byRetry()));
    }

    private static String stateOf(Reply reply) {
        Json result = ((Reply.InputRequired) reply).result();
        assertThat(result.member("inputRequests"))
                .contains(json("{'k':{'method':'elicitation/create','params':{'message':'[up] ?'}}}"));
        return result.text("requestState").orElseThrow();
    }

    private Reply retry(String state, Map<String, Json> answers) {
        return street.handle(call(new Retry(Optional.of(state), answers)), byRetry());
    }

    private static TestExchange byRetry() {
        return new TestExchange(Exchange.Asking.BY_RETRY);
    }

    private static void assertUnknown(Reply reply) {
        assertThat(reply).isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_STATE));
    }

    private record NoAnswers() implements PolicyStage {
        @Override
        public StageId id() {
            return new StageId("no-answers");
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            return operation.answers().isEmpty() ? Decision.ALLOW : new Decision.Deny("no answers");
        }
    }
}
