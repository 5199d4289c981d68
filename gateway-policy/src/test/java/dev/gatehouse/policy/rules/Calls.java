package dev.gatehouse.policy.rules;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Answered;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Puts stages through the real pipeline. */
final class Calls {
    private Calls() {}

    record Outcome(boolean allowed, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    static Outcome judge(List<PolicyStage> stages, Target target) {
        return switch (new PolicyPipeline(stages, List.of())
                .judge(facts(target), operation(target), KillSwitches.NONE)) {
            case Permit _ -> new Outcome(true, "allowed");
            case Answered _ -> throw new AssertionError("nobody approves here");
            case Refusal refusal ->
                new Outcome(
                        false,
                        refusal.kind() + " " + refusal.findings().getLast().stage() + ": " + refusal.reason());
        };
    }

    static CallFacts facts(Target target) {
        return new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                Definition.tool(target.upstreamName(), Json.EMPTY_OBJECT),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
    }

    static Operation operation(Target target) {
        return Operation.of(Operation.Verb.CALL, target, Json.EMPTY_OBJECT, RequestMeta.of(ProtocolVersion.LATEST));
    }

    static PolicyStage stage(StageId id, Decision decision) {
        return stage(id, () -> decision);
    }

    static PolicyStage failing(StageId id) {
        return stage(id, () -> {
            throw new IllegalStateException("a secret");
        });
    }

    private static PolicyStage stage(StageId id, Supplier<Decision> decision) {
        return new PolicyStage() {
            @Override
            public StageId id() {
                return id;
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                return decision.get();
            }
        };
    }
}
