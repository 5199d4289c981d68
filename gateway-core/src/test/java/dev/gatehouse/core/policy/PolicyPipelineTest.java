package dev.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PolicyPipelineTest {
    private static final Definition TOOL = Definition.tool("t", Json.EMPTY_OBJECT);
    private static final Target TARGET = new Target(Primitive.TOOL, "up_t", new UpstreamId("up"), "t");
    private static final Decision DENY = new Decision.Deny("no");
    private static final Decision SCOPE_A = new Decision.RequireScope(Set.of("a"), "scope a");
    private static final Decision SCOPE_B = new Decision.RequireScope(Set.of("b"), "scope b");
    private static final Decision APPROVE = new Decision.RequireApproval(List.of("boss"), "ask the boss");

    private final List<String> log = new ArrayList<>();

    @Test
    void no_stage_permits() {
        assertThat(judge()).isInstanceOf(Permit.class);
    }

    @Test
    void a_denial_ends_the_fold_and_later_stages_are_not_asked() {
        Refusal refusal = refusal(judge(says(DENY), asked("later")));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DENIED);
        assertThat(refusal.reason()).isEqualTo("no");
        assertThat(log).isEmpty();
    }

    @Test
    void a_missing_scope_outranks_a_missing_approval_and_scopes_add_up() {
        Refusal refusal = refusal(judge(says(APPROVE), says(SCOPE_A), says(SCOPE_B)));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NEEDS_SCOPE);
        assertThat(refusal.scopes()).containsExactlyInAnyOrder("a", "b");
        assertThat(refusal.findings()).hasSize(3);
    }

    @Test
    void a_denial_after_a_demand_still_denies() {
        assertThat(refusal(judge(says(SCOPE_A), says(DENY))).kind()).isEqualTo(Refusal.Kind.DENIED);
    }

    @Test
    void a_stage_that_throws_denies_and_its_message_is_not_told() {
        Refusal refusal = refusal(judge(new Stage(_ -> {
            throw new IllegalStateException("argument was hunter2");
        })));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DENIED);
        assertThat(refusal.reason()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    @Test
    void a_stage_that_recurses_without_end_denies() {
        assertThat(judge(new Stage(PolicyPipelineTest::endless))).isInstanceOf(Refusal.class);
    }

    @Test
    void redaction_is_what_later_stages_see_and_what_is_sent() {
        Stage redact = says(new Decision.Redact(
                List.of(Place.whole(JsonPointer.parse("/password")), Place.whole(JsonPointer.parse("/absent"))),
                "password"));
        Stage look = new Stage(operation -> {
            log.add(operation.arguments().text("password").orElse(""));
            return Decision.ALLOW;
        });
        Permit permit = (Permit) judge(redact, look);
        assertThat(log).containsExactly("[redacted]");
        assertThat(permit.spend().arguments().toString()).isEqualTo("{\"user\":\"u\",\"password\":\"[redacted]\"}");
    }

    @Test
    void arguments_that_cannot_be_masked_now_are_not_sent() {
        LongWork full = new LongWork() {
            @Override
            public <T> T run(int bytes, Supplier<T> work) {
                throw new IllegalStateException("no thread for hunter2");
            }
        };
        Stage redact = says(new Decision.Redact(List.of(Place.whole(JsonPointer.parse("/password"))), "password"));
        Refusal refusal = refusal(new PolicyPipeline(PinGuard.NONE, List.of(redact), List.of(), Approvals.NONE, full)
                .judge(facts(), operation(), KillSwitches.NONE));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DENIED);
        assertThat(refusal.reason()).doesNotContain("hunter2");
    }

    @Test
    void charges_are_taken_only_when_every_pure_stage_allows() {
        new PolicyPipeline(List.of(says(DENY)), List.of(charge("c", true)))
                .judge(facts(), operation(), KillSwitches.NONE);
        assertThat(log).isEmpty();
    }

    @Test
    void a_refused_charge_gives_back_the_earlier_ones_in_reverse() {
        Ruling ruling = new PolicyPipeline(List.of(), List.of(charge("a", true), charge("b", true), charge("c", false)))
                .judge(facts(), operation(), KillSwitches.NONE);
        assertThat(refusal(ruling).kind()).isEqualTo(Refusal.Kind.LIMITED);
        assertThat(log).containsExactly("take a", "take b", "b NOT_SENT", "a NOT_SENT");
    }

    @Test
    void a_later_round_is_charged_as_well() {
        Permit permit = (Permit) new PolicyPipeline(List.of(), List.of(charge("slot", true)))
                .judgeAgain(facts(), operation(), KillSwitches.NONE, Set.of());
        permit.settle(Settlement.DONE);
        assertThat(log).containsExactly("take slot", "slot DONE");
    }

    @Test
    void a_permit_settles_once_and_is_spent_once() {
        Permit permit = (Permit) new PolicyPipeline(List.of(), List.of(charge("a", true)))
                .judge(facts(), operation(), KillSwitches.NONE);
        permit.spend();
        assertThatThrownBy(permit::spend).isInstanceOf(IllegalStateException.class);
        permit.settle(Settlement.DONE);
        permit.settle(Settlement.UNKNOWN);
        assertThat(log).containsExactly("take a", "a DONE");
    }

    @Test
    void an_entry_is_hidden_as_soon_as_one_stage_hides_it_or_throws() {
        ListFacts facts = new ListFacts(new BundleName("b"), new ServerName("s"), Principal.ANONYMOUS);
        assertThat(new PolicyPipeline(List.of(shows(Visibility.SHOW), shows(Visibility.UNDECIDED)), List.of())
                        .shows(facts, TARGET, TOOL))
                .isTrue();
        assertThat(new PolicyPipeline(List.of(shows(Visibility.SHOW), shows(Visibility.HIDE)), List.of())
                        .shows(facts, TARGET, TOOL))
                .isFalse();
        assertThat(new PolicyPipeline(List.of(shows(null)), List.of()).shows(facts, TARGET, TOOL))
                .isFalse();
    }

    private Ruling judge(PolicyStage... stages) {
        return new PolicyPipeline(List.of(stages), List.of()).judge(facts(), operation(), KillSwitches.NONE);
    }

    private static Decision endless(Operation operation) {
        return endless(operation);
    }

    private static Refusal refusal(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Refusal.class);
        return (Refusal) ruling;
    }

    private static Stage says(Decision decision) {
        return new Stage(_ -> decision);
    }

    private Stage asked(String name) {
        return new Stage(_ -> {
            log.add(name);
            return Decision.ALLOW;
        });
    }

    private static PolicyStage shows(Visibility visibility) {
        return new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("v");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                return Decision.ALLOW;
            }

            @Override
            public Visibility visible(ListFacts facts, Target target, Definition definition) {
                if (visibility == null) {
                    throw new IllegalStateException();
                }
                return visibility;
            }
        };
    }

    private ChargingStage charge(String name, boolean grants) {
        return new ChargingStage() {
            @Override
            public StageId id() {
                return new StageId(name);
            }

            @Override
            public Reservation reserve(CallFacts facts, Operation operation) {
                if (!grants) {
                    return new Reservation.Refused("full");
                }
                log.add("take " + name);
                return new Reservation.Granted(settlement -> log.add(name + " " + settlement));
            }
        };
    }

    private static CallFacts facts() {
        return new CallFacts(
                new CallId("c"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                TOOL,
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
    }

    private static Operation operation() {
        Json arguments = Json.object().put("user", "u").put("password", "p").build();
        return Operation.of(Operation.Verb.CALL, TARGET, arguments, RequestMeta.of(ProtocolVersion.LATEST));
    }

    private record Stage(Function<Operation, Decision> answer) implements PolicyStage {
        @Override
        public StageId id() {
            return new StageId("stage");
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            return answer.apply(operation);
        }
    }
}
