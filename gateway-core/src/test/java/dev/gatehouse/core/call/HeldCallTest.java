package dev.gatehouse.core.call;

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
import dev.gatehouse.core.policy.Approvals.Answer;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PendingApproval;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that somebody has to approve, on the road. */
class HeldCallTest {
    private static final PendingApproval PENDING =
            new PendingApproval("a1", "https://gw/approvals/a1", Instant.EPOCH.plusSeconds(600));
    private static final Json ACCEPT = json("{'action':'accept'}");
    private static final Json RESULT = json("{'content':[]}");

    private final Street street = new Street();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void hold() {
        street.stages.add(new Careful());
        street.approvals = (_, operation, _) -> {
            log.add("ask " + operation.arguments());
            return answers.removeFirst();
        };
        street.charges.add(new Slot());
        street.upstream.script.add(new UpstreamEvent.Done(new UpstreamReply.Complete(RESULT)));
    }

    private record Careful() implements PolicyStage {
        @Override
        public StageId id() {
            return new StageId("careful[0]");
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            return new Decision.RequireApproval(List.of(), "It matters.");
        }
    }

    private final class Slot implements ChargingStage {
        @Override
        public StageId id() {
            return new StageId("slot");
        }

        @Override
        public Reservation reserve(CallFacts facts, Operation operation) {
            log.add("take slot");
            return new Reservation.Granted(settlement -> log.add("slot " + settlement));
        }
    }

    private Answer approved() {
        return new Answer.Approved(
                settlement -> log.add("approval " + settlement),
                new Finding(PolicyPipeline.APPROVAL, "approved", "approval a1"));
    }

    @Test
    void an_approval_is_asked_for_last_and_while_it_waits_nothing_stays_taken() {
        answers.add(new Answer.Pending(PENDING));

        Reply reply = street.handle(call(Retry.NONE), byRetry());

        assertThat(log).containsExactly("take slot", "ask {\"a\":1}", "slot NOT_SENT");
        assertThat(street.upstream.sent).isEmpty();
        Json result = ((Reply.InputRequired) reply).result();
        assertThat(result.member("inputRequests").orElseThrow())
                .hasToString(
                        "{\"approval\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":"
                                + "\"This call waits for an approval (request a1, until 1970-01-01T00:10:00Z). It matters.\","
                                + "\"url\":\"https://gw/approvals/a1\"}}}");
    }

    @Test
    void the_retry_is_a_call_of_its_own_and_goes_up_once_it_is_approved() {
        answers.addAll(List.of(new Answer.Pending(PENDING), new Answer.Pending(PENDING), approved()));
        String state = state(street.handle(call(Retry.NONE), byRetry()));
        String again = state(street.handle(call(retry(state)), byRetry()));

        assertThat(street.handle(call(retry(again)), byRetry())).isEqualTo(new Reply.Complete(RESULT));

        assertThat(street.upstream.sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.answers())
                        .as("our question is none of the upstream's")
                        .isEmpty());
        assertThat(log).endsWith("take slot", "ask {\"a\":1}", "approval DONE", "slot DONE");
    }

    @Test
    void a_state_is_for_one_request_and_for_as_long_as_the_approval_can_come() {
        answers.add(new Answer.Pending(PENDING));
        String state = state(street.handle(call(Retry.NONE), byRetry()));
        var other = new McpRequest.ToolCall("t", json("{'a':2}"), retry(state), meta());
        assertThat(street.handle(other, byRetry()))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_STATE));
        assertThat(street.handle("bob", call(retry(state)), byRetry()))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_STATE));
    }

    @Test
    void who_cannot_show_a_link_or_will_not_reads_it() {
        answers.addAll(List.of(new Answer.Pending(PENDING), new Answer.Pending(PENDING), new Answer.Pending(PENDING)));
        assertThat(text(street.handle(call(Retry.NONE), new TestExchange(Exchange.Asking.NEVER))))
                .contains("request a1", "https://gw/approvals/a1");
        String state = state(street.handle(call(Retry.NONE), byRetry()));
        Retry declined = new Retry(Optional.of(state), Map.of(HeldCalls.KEY, json("{'action':'decline'}")));
        assertThat(text(street.handle(call(declined), byRetry()))).contains("request a1");
    }

    @Test
    void a_denial_is_told_and_nothing_stays_taken() {
        answers.add(new Answer.Refused("Not today."));
        assertThat(text(street.handle(call(Retry.NONE), byRetry()))).contains("Not today.");
        assertThat(log).endsWith("slot NOT_SENT");
    }

    @Test
    void approvals_that_fail_deny() {
        street.approvals = (_, _, _) -> {
            throw new IllegalStateException("secret");
        };
        assertThat(text(street.handle(call(Retry.NONE), byRetry())))
                .contains("could not decide")
                .doesNotContain("secret");
        assertThat(log).endsWith("slot NOT_SENT");
    }

    @Test
    void later_rounds_of_an_approved_call_ask_nobody() {
        answers.add(approved());
        street.upstream.script.addFirst(
                new UpstreamEvent.Asked(List.of(new InputRequest("k", "roots/list", Json.EMPTY_OBJECT))));
        String state = state(street.handle(call(Retry.NONE), byRetry()));

        Reply reply = street.handle(call(new Retry(Optional.of(state), Map.of("k", ACCEPT))), byRetry());

        assertThat(reply).isEqualTo(new Reply.Complete(RESULT));
        assertThat(log).filteredOn(line -> line.startsWith("ask")).hasSize(1);
    }

    @Test
    void a_rule_that_came_meanwhile_stops_a_call_that_nobody_approved() {
        PolicyStage rule = street.stages.removeFirst();
        street.upstream.script.addFirst(
                new UpstreamEvent.Asked(List.of(new InputRequest("k", "roots/list", Json.EMPTY_OBJECT))));
        String state = state(street.handle(call(Retry.NONE), byRetry()));
        street.stages.add(rule);

        Reply reply = street.handle(call(new Retry(Optional.of(state), Map.of("k", ACCEPT))), byRetry());

        assertThat(text(reply)).contains("needs an approval");
        assertThat(log).filteredOn(line -> line.startsWith("ask")).isEmpty();
    }

    private static Retry retry(String state) {
        return new Retry(Optional.of(state), Map.of(HeldCalls.KEY, ACCEPT));
    }

    private static McpRequest.ToolCall call(Retry retry) {
        return new McpRequest.ToolCall("t", json("{'a':1}"), retry, meta());
    }

    private static RequestMeta meta() {
        return new RequestMeta(
                Optional.empty(),
                ProtocolVersion.LATEST,
                Optional.empty(),
                new ClientCapabilities(true, true, true, true, true, false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.EMPTY_OBJECT);
    }

    private static TestExchange byRetry() {
        return new TestExchange(Exchange.Asking.BY_RETRY);
    }

    private static String state(Reply reply) {
        return ((Reply.InputRequired) reply).result().text("requestState").orElseThrow();
    }

    private static String text(Reply reply) {
        return ((Reply.Complete) reply)
                .result()
                .member("content")
                .orElseThrow()
                .elements()
                .getFirst()
                .text("text")
                .orElseThrow();
    }
}
