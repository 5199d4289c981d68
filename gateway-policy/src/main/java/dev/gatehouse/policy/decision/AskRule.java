package dev.gatehouse.policy.decision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.util.Locale;
import java.util.Optional;

/**
 * Does what a decision point says; denies whatever keeps it from saying so. It hides nothing: a list would ask once for
 * every entry, and would keep the answers.
 *
 * @param reason safe to show; told where the decision point gives none
 */
public record AskRule(StageId id, DecisionPoint point, Decisions decisions, String reason) implements PolicyStage {
    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return switch (decisions.ask(point, input(facts, operation))) {
            case Answer.Allowed _ -> Decision.ALLOW;
            case Answer.Denied(Optional<String> given) -> new Decision.Deny(given.orElse(reason));
            case Answer.Unclear(String why) ->
                new Decision.Deny("Whether this is allowed could not be found out (" + why + ").");
        };
    }

    /** The time is not among it: the decision point has a clock, and no two questions would be the same. */
    private static Json input(CallFacts facts, Operation operation) {
        Target target = operation.target();
        Principal principal = facts.principal();
        return Json.object()
                .put("method", operation.verb().method())
                .put("principal", principal(principal))
                .putIf("agent", principal.agent().map(AgentName::value))
                .put("bundle", facts.bundle().value())
                .put("server", facts.server().value())
                .put("upstream", target.upstream().value())
                .put("kind", lower(target.kind()))
                .put("name", target.publicName())
                .put("upstreamName", target.upstreamName())
                .put("annotations", facts.definition().annotations())
                .put("arguments", operation.arguments())
                .build();
    }

    private static Json principal(Principal principal) {
        return Json.object()
                .put("kind", lower(principal.kind()))
                .put("issuer", principal.issuer())
                .put("subject", principal.subject())
                .put("name", principal.label())
                .put("clientId", principal.clientId())
                .put(
                        "groups",
                        Json.ofStrings(principal.groups().stream().sorted().toList()))
                .put(
                        "scopes",
                        Json.ofStrings(principal.scopes().stream().sorted().toList()))
                .build();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
