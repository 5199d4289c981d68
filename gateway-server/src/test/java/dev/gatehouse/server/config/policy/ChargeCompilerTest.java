package dev.gatehouse.server.config.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.budget.PriceList;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.server.config.identity.MemberNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a limit has counted is found again when a file is compiled anew. */
class ChargeCompilerTest {
    private final Provisions provisions = Provisions.none();

    @Test
    void a_rule_that_says_the_same_goes_on_wherever_it_stands_now() {
        assertThat(admitted(compiler("a").limit(new StageId("p[0]"), "p", calls(3))))
                .isEqualTo(3);
        ChargeCompiler again = compiler("a");
        assertThat(admitted(again.limit(new StageId("p[0]"), "p", calls(2)))).isEqualTo(2);
        assertThat(admitted(again.limit(new StageId("p[7]"), "p", calls(3)))).isZero();
    }

    @Test
    void the_same_rule_twice_is_two_and_so_is_that_of_another_policy_or_bundle() {
        ChargeCompiler compiler = compiler("a");
        assertThat(admitted(compiler.limit(new StageId("p[0]"), "p", calls(3)))).isEqualTo(3);
        assertThat(admitted(compiler.limit(new StageId("p[1]"), "p", calls(3)))).isEqualTo(3);
        assertThat(admitted(compiler.limit(new StageId("q[0]"), "q", calls(3)))).isEqualTo(3);
        assertThat(admitted(compiler("b").limit(new StageId("p[0]"), "p", calls(3))))
                .isEqualTo(3);
        ChargeCompiler again = compiler("a");
        assertThat(admitted(again.limit(new StageId("p[0]"), "p", calls(3)))).isZero();
        assertThat(admitted(again.limit(new StageId("p[1]"), "p", calls(3)))).isZero();
    }

    private ChargeCompiler compiler(String bundle) {
        return new ChargeCompiler(new BundleName(bundle), provisions, PriceList.FREE, new MemberNames(Set.of()));
    }

    private static LimitConfig calls(int calls) {
        return new LimitConfig(
                Optional.of(calls),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofDays(1)),
                Optional.empty(),
                CountedBy.PRINCIPAL,
                List.of());
    }

    private static int admitted(ChargingStage limit) {
        Operation call = Operation.of(
                Operation.Verb.CALL,
                new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t"),
                Json.EMPTY_OBJECT,
                RequestMeta.of(ProtocolVersion.LATEST));
        CallFacts facts = new CallFacts(
                new CallId("c"),
                0,
                new BundleName("a"),
                new ServerName("s"),
                Definition.tool("t", Json.EMPTY_OBJECT),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        int admitted = 0;
        while (limit.reserve(facts, call) instanceof Reservation.Granted) {
            admitted++;
        }
        return admitted;
    }
}
