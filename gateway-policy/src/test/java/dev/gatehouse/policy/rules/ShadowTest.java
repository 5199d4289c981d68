package dev.gatehouse.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Ruling;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShadowTest {
    private static final StageId ID = new StageId("p[0]");

    static Stream<Decision> decisions() {
        return Stream.of(
                new Decision.Deny("Why."),
                new Decision.Redact(List.of(Place.whole(JsonPointer.parse(""))), "Why."),
                new Decision.RequireScope(Set.of("a"), "Why."),
                new Decision.RequireApproval(List.of("a"), "Why."));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void what_a_stage_would_have_done_is_recorded_and_nothing_else_comes_of_it(Decision decision) {
        Ruling ruling = judge(new Shadow.OfStage(Calls.stage(ID, decision)));
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        Permit.class,
                        permit -> assertThat(permit.operation().arguments()).isEqualTo(Json.EMPTY_OBJECT));
        assertThat(ruling.findings()).containsExactly(new Finding(ID, "would_" + decision.word(), "Why."));
    }

    @Test
    void a_stage_that_fails_would_have_denied() {
        Ruling ruling = judge(new Shadow.OfStage(Calls.failing(ID)));
        assertThat(ruling).isInstanceOf(Permit.class);
        assertThat(ruling.findings().getFirst().decision()).isEqualTo("would_deny");
        assertThat(ruling.findings().getFirst().reason()).doesNotContain("secret");
    }

    @Test
    void nothing_is_hidden() {
        PolicyStage shadow = new Shadow.OfStage(new Denial(ID, "No."));
        ListFacts facts = new ListFacts(new BundleName("b"), new ServerName("s"), Principal.ANONYMOUS);
        Target target = new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t");
        assertThat(new PolicyPipeline(List.of(shadow), List.of())
                        .shows(facts, target, Definition.tool("t", Json.EMPTY_OBJECT)))
                .isTrue();
    }

    @Test
    void a_charge_rehearses_and_never_reserves() {
        ChargingStage charge = new ChargingStage() {
            @Override
            public StageId id() {
                return ID;
            }

            @Override
            public Reservation reserve(CallFacts facts, Operation operation) {
                throw new AssertionError("something was taken");
            }

            @Override
            public Reservation rehearse(CallFacts facts, Operation operation) {
                return new Reservation.Refused("Too many.");
            }
        };
        Ruling ruling = judge(new PolicyPipeline(List.of(), List.of(new Shadow.OfCharge(charge))));
        assertThat(ruling).isInstanceOf(Permit.class);
        assertThat(ruling.findings()).containsExactly(new Finding(ID, "would_limit", "Too many."));
    }

    private static Ruling judge(PolicyStage stage) {
        return judge(new PolicyPipeline(List.of(stage), List.of()));
    }

    private static Ruling judge(PolicyPipeline pipeline) {
        Target target = new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t");
        return pipeline.judge(Calls.facts(target), Calls.operation(target), KillSwitches.NONE);
    }
}
