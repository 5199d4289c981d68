package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.policy.screen.ResultStage;
import java.util.List;

/** What the rules of one bundle come to, each list in file order. */
public record CompiledRules(List<PolicyStage> stages, List<ChargingStage> charges, List<ResultStage> results) {
    public CompiledRules {
        stages = List.copyOf(stages);
        charges = List.copyOf(charges);
        results = List.copyOf(results);
    }
}
