package dev.gatehouse.core.call;

import static dev.gatehouse.core.call.Street.call;
import static dev.gatehouse.core.call.Street.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.ThrownSwitches;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a switch does to calls before, under way and waiting, and to lists. */
class SwitchedOffTest {
    private static final RequestMeta META = RequestMeta.of(ProtocolVersion.LATEST);
    private static final UpstreamEvent RESULT =
            new UpstreamEvent.Done(new UpstreamReply.Complete(json("{'content':[]}")));
    private static final UpstreamEvent CANCELLED =
            new UpstreamEvent.Done(new UpstreamReply.Lost(UpstreamReply.Cause.CANCELLED, true, "told to stop"));
    private static final UpstreamEvent QUESTION =
            new UpstreamEvent.Asked(List.of(new InputRequest("k", "elicitation/create", json("{'message':'?'}"))));
    private static final Json ANSWER = json("{'action':'accept'}");

    private final Street street = new Street();
    private long thrown;

    @ParameterizedTest
    @CsvSource({"agent, helper", "bundle, b", "upstream, up", "tool, s/t", "tool, upstream:up/t"})
    void a_call_is_denied_with_the_switch_named_before_any_policy_is_asked(String kind, String name) {
        street.stages.add(new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("never");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                throw new AssertionError("asked");
            }
        });
        switchOff(kind, name);

        Reply reply = street.handle(call(Retry.NONE), exchange());

        String told = "The " + kind + " " + name + " was switched off by an administrator.";
        assertThat(reply).isEqualTo(Reply.Complete.toolError("Denied by policy: " + told));
        assertThat(street.upstream.sent).isEmpty();
        assertThat(street.trail()).containsExactly("refused 0 denied: " + told);
        assertThat(((AuditEvent.CallRefused) street.recorded.getFirst()).findings())
                .containsExactly(new Finding(KillSwitch.STAGE, "deny", told));
    }

    @ParameterizedTest
    @CsvSource({"agent, other", "bundle, c", "upstream, down", "tool, s/u", "tool, r/t", "tool, upstream:up/u"})
    void a_switch_of_something_else_stops_nothing(String kind, String name) {
        street.upstream.script.add(RESULT);
        switchOff(kind, name);

        assertThat(street.handle(call(Retry.NONE), exchange())).isEqualTo(new Reply.Complete(json("{'content':[]}")));
    }

    @Test
    void a_list_shows_what_is_on_and_looks_different_then() {
        street.publish(Primitive.TOOL, "u");
        long before = fingerprint(Primitive.TOOL);

        switchOff("tool", "s/t");
        assertThat(listed(Primitive.TOOL)).contains("\"u\"").doesNotContain("\"t\"");
        assertThat(fingerprint(Primitive.TOOL)).isNotEqualTo(before);

        street.switches = KillSwitches.NONE;
        assertThat(fingerprint(Primitive.TOOL)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"agent, helper", "bundle, b", "upstream, up"})
    void where_everything_is_off_every_list_is_empty(String kind, String name) {
        switchOff(kind, name);

        assertThat(listed(Primitive.TOOL)).isEqualTo("{\"tools\":[]}");
        assertThat(listed(Primitive.PROMPT)).isEqualTo("{\"prompts\":[]}");
        assertThat(listed(Primitive.RESOURCE)).isEqualTo("{\"resources\":[]}");
    }

    @Test
    void the_switch_of_a_tool_leaves_prompts_and_resources_alone() {
        switchOff("tool", "upstream:up/p");

        assertThat(listed(Primitive.PROMPT)).contains("\"p\"");
    }

    @Test
    void a_call_under_way_is_told_to_stop_and_its_outcome_names_the_switch() {
        street.upstream.script.add(QUESTION);
        TestExchange exchange = new TestExchange(Exchange.Asking.INLINE);
        exchange.whileAsked = () -> {
            switchOff("tool", "s/t");
            street.path.evict((_, _) -> true);
            assertThat(street.upstream.told).as("at once").containsExactly("cancel REVOKED");
        };

        Reply reply = street.handle(call(Retry.NONE), exchange);

        assertThat(reply.toString()).contains("The tool s/t was switched off");
        assertThat(street.trail())
                .containsExactly(
                        "intent 0 {\"a\":1}",
                        "outcome 0 ASKED inline",
                        "refused 1 denied: The tool s/t was switched off by an administrator.");
    }

    @Test
    void a_switch_thrown_between_judging_and_sending_still_ends_the_call() {
        street.upstream.script.add(CANCELLED);
        street.whenRecorded = event -> {
            if (event instanceof AuditEvent.CallAttempted) {
                switchOff("upstream", "up");
                street.path.evict((_, _) -> true);
            }
        };

        Reply reply = street.handle(call(Retry.NONE), exchange());

        assertThat(reply)
                .isEqualTo(Reply.Complete.toolError("Denied by policy: The upstream up was switched off by an"
                        + " administrator. It may have been done."));
        assertThat(street.upstream.told).containsExactly("cancel REVOKED", "close");
        assertThat(street.trail()).last().isEqualTo("outcome 0 CANCELLED cancelled, sent: told to stop");
        assertThat(((AuditEvent.CallCompleted) street.recorded.getLast()).findings())
                .extracting(Finding::stage)
                .containsExactly(KillSwitch.STAGE);
    }

    @Test
    void an_answer_that_came_first_is_told() {
        street.upstream.script.add(RESULT);
        street.whenRecorded = event -> {
            if (event instanceof AuditEvent.CallAttempted) {
                switchOff("upstream", "up");
                street.path.evict((_, _) -> true);
            }
        };

        assertThat(street.handle(call(Retry.NONE), exchange())).isEqualTo(new Reply.Complete(json("{'content':[]}")));
    }

    @Test
    void a_parked_call_is_ended_and_its_retry_denied() {
        street.upstream.script.add(QUESTION);
        Reply asked = street.handle(call(Retry.NONE), new TestExchange(Exchange.Asking.BY_RETRY));
        String state =
                ((Reply.InputRequired) asked).result().text("requestState").orElseThrow();
        switchOff("upstream", "up");

        street.path.evict((_, _) -> true);

        assertThat(street.parked.count()).isZero();
        assertThat(street.upstream.told).containsExactly("cancel REVOKED", "close");
        assertThat(street.trail()).last().isEqualTo("abandoned 0 switched off: upstream up");
        street.handle(call(new Retry(Optional.of(state), Map.of("k", ANSWER))), exchange());
        assertThat(street.upstream.sent).as("what was sent upstream").hasSize(1);
    }

    @Test
    void nobody_stopped_begins_a_stream() {
        switchOff("bundle", "b");

        Reply reply =
                street.handle(new McpRequest.Listen(Set.of(Primitive.TOOL), List.of(), List.of(), META), exchange());

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.DENIED));
        assertThat(street.trail())
                .containsExactly("refused 0 denied: The bundle b was switched off by an administrator.");
    }

    @Test
    void an_upstream_that_is_off_has_no_news_but_that_its_lists_are_others() {
        var updated = new Change.Updated(Street.UP, "r:///1");
        assertThat(street.path.mayTell(updated)).isTrue();

        switchOff("upstream", "up");

        assertThat(street.path.mayTell(updated)).isFalse();
        assertThat(street.path.mayTell(new Change.Relisted(Street.UP, Primitive.RESOURCE)))
                .isTrue();
    }

    private void switchOff(String kind, String name) {
        // In this street an agent acts for everybody.
        street.switches = new ThrownSwitches(
                ++thrown, Set.of(KillSwitch.of(kind, name).orElseThrow()), _ -> Optional.of(new AgentName("helper")));
    }

    private long fingerprint(Primitive kind) {
        return street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, kind);
    }

    private String listed(Primitive kind) {
        Reply reply = street.handle(new McpRequest.PrimitiveList(kind, Optional.empty(), META), exchange());
        return ((Reply.Listed) reply).page().result().toString();
    }

    private static TestExchange exchange() {
        return new TestExchange(Exchange.Asking.NEVER);
    }
}
