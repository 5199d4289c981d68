package dev.gatehouse.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.Screen.Screened;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final UpstreamReply.Errored ERROR =
            new UpstreamReply.Errored(-5, "password is hunter2", Optional.of(Json.of("hunter2")));

    @Test
    void an_error_of_the_upstream_is_screened_like_a_result() {
        Ending ending = Ending.of(ERROR, permit(), (_, outbound) -> {
            assertThat(outbound).isEqualTo(new Outbound.Errored(ERROR));
            return new Screened.Withheld("it holds a secret", List.of());
        });
        assertThat(ending.outcome()).isEqualTo(Outcome.WITHHELD);
        assertThat(ending.reply().toString()).doesNotContain("hunter2");
    }

    @Test
    void a_screen_may_replace_parts_of_an_error() {
        UpstreamReply.Errored masked = new UpstreamReply.Errored(-5, "password is [masked]", Optional.empty());
        Ending ending =
                Ending.of(ERROR, permit(), (_, _) -> new Screened.Passed(new Outbound.Errored(masked), List.of()));
        assertThat(ending.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(ending.reply()).isEqualTo(new Reply.UpstreamError(-5, "password is [masked]", Optional.empty()));
    }

    @Test
    void a_screen_cannot_turn_an_error_into_a_result_nor_a_result_into_an_error() {
        UpstreamReply.Complete result = new UpstreamReply.Complete(Json.EMPTY_OBJECT);
        Screen toResult = (_, _) -> new Screened.Passed(new Outbound.Result(result), List.of());
        Screen toError = (_, _) -> new Screened.Passed(new Outbound.Errored(ERROR), List.of());
        assertThatThrownBy(() -> Ending.of(ERROR, permit(), toResult)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Ending.of(result, permit(), toError)).isInstanceOf(IllegalStateException.class);
    }

    private static Permit permit() {
        Definition tool = Definition.tool("t", Json.EMPTY_OBJECT);
        Target target = new Target(Primitive.TOOL, "up_t", new UpstreamId("up"), "t");
        CallFacts facts = new CallFacts(
                new CallId("c"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                tool,
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        RequestMeta meta = RequestMeta.of(ProtocolVersion.LATEST);
        Operation operation = Operation.of(Operation.Verb.CALL, target, Json.EMPTY_OBJECT, meta);
        return (Permit) new PolicyPipeline(List.of(), List.of()).judge(facts, operation, KillSwitches.NONE);
    }
}
