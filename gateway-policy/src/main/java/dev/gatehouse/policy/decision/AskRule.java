package dev.gatehouse.policy.decision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.ListEntry;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Showing;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Does what a decision point says; denies whatever keeps it from saying so, and hides it where lists are asked about.
 *
 * @param lists whether it is asked about each entry of a list, too
 * @param reason safe to show; told where the decision point gives none
 */
public record AskRule(StageId id, DecisionPoint point, Decisions decisions, boolean lists, String reason)
        implements PolicyStage {
    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return switch (decisions.ask(point, input(facts, operation))) {
            case Answer.Allowed _ -> Decision.ALLOW;
            case Answer.Denied(Optional<String> given) -> new Decision.Deny(given.orElse(reason));
            case Answer.Unclear(String why) ->
                new Decision.Deny("Whether this is allowed could not be found out (" + why + ").");
        };
    }

    @Override
    public boolean asksAboutLists() {
        return lists;
    }

    @Override
    public Showing showing(ListFacts facts, List<ListEntry> entries) {
        List<Answer> answers = decisions.ask(
                point, entries.stream().map(entry -> input(facts, entry)).toList());
        BitSet shown = new BitSet(entries.size());
        int denied = 0;
        int unclear = 0;
        for (int i = 0; i < answers.size(); i++) {
            switch (answers.get(i)) {
                case Answer.Allowed _ -> shown.set(i);
                case Answer.Denied _ -> denied++;
                case Answer.Unclear _ -> unclear++;
            }
        }
        return new Showing(shown, found(denied, unclear));
    }

    /** Told once for a list, however many entries it is about. */
    private List<Finding> found(int denied, int unclear) {
        return denied + unclear == 0
                ? List.of()
                : List.of(new Finding(
                        id, "hidden", denied + " denied, " + unclear + " that could not be found out about"));
    }

    private static Json input(ListFacts facts, ListEntry entry) {
        Target target = entry.target();
        return input(
                        target.kind().listMethod(),
                        facts.principal(),
                        facts.bundle(),
                        facts.server(),
                        target,
                        entry.definition())
                .build();
    }

    /** The time is not among it: the decision point has a clock, and no two questions would be the same. */
    private static Json input(CallFacts facts, Operation operation) {
        return input(
                        operation.verb().method(),
                        facts.principal(),
                        facts.bundle(),
                        facts.server(),
                        operation.target(),
                        facts.definition())
                .put("arguments", operation.arguments())
                .build();
    }

    private static ObjectWriter input(
            String method,
            Principal principal,
            BundleName bundle,
            ServerName server,
            Target target,
            Definition definition) {
        return Json.object()
                .put("method", method)
                .put("principal", principal(principal))
                .putIf("agent", principal.agent().map(AgentName::value))
                .put("bundle", bundle.value())
                .put("server", server.value())
                .put("upstream", target.upstream().value())
                .put("kind", lower(target.kind()))
                .put("name", target.publicName())
                .put("upstreamName", target.upstreamName())
                .put("annotations", definition.annotations());
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
