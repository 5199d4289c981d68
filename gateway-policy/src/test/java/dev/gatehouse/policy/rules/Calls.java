package dev.gatehouse.policy.rules;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.policy.Target;
import java.time.Instant;
import java.util.List;

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
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                Definition.tool(target.upstreamName(), Json.EMPTY_OBJECT),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        Operation operation =
                Operation.of(Operation.Verb.CALL, target, Json.EMPTY_OBJECT, RequestMeta.of(ProtocolVersion.LATEST));
        return switch (new PolicyPipeline(stages, List.of()).judge(facts, operation, KillSwitches.NONE)) {
            case Permit _ -> new Outcome(true, "allowed");
            case Refusal refusal ->
                new Outcome(
                        false,
                        refusal.kind() + " " + refusal.findings().getLast().stage() + ": " + refusal.reason());
        };
    }
}
