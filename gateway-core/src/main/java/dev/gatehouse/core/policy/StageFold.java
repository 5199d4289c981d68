package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The pure stages of one bundle, asked in file order. A denial ends it, a missing scope outranks a missing approval, a stage that
 * throws denies.
 */
record StageFold(List<PolicyStage> stages, LongWork masking) {
    StageFold {
        stages = List.copyOf(stages);
    }

    sealed interface Folded {
        /** @param operation as redacted */
        record Through(Operation operation, List<Approvals.Demand> demands) implements Folded {}

        record Stopped(Refusal.Kind kind, String reason, Set<String> scopes) implements Folded {}
    }

    /** @param told what each stage that was asked said, in order */
    Folded fold(CallFacts facts, Operation operation, BiConsumer<StageId, Decision> told) {
        Set<String> scopes = new TreeSet<>();
        String scopeReason = "";
        List<Approvals.Demand> demands = new ArrayList<>();
        Operation judged = operation;
        for (PolicyStage stage : stages) {
            Decision decision = ask(stage, facts, judged);
            told.accept(stage.id(), decision);
            switch (decision) {
                case Decision.Allow _, Decision.Flag _ -> {}
                case Decision.Deny deny -> {
                    return new Folded.Stopped(Refusal.Kind.DENIED, deny.reason(), Set.of());
                }
                case Decision.Redact redact -> {
                    Optional<Operation> masked = masked(judged, redact);
                    if (masked.isEmpty()) {
                        return new Folded.Stopped(Refusal.Kind.DENIED, redact.reason(), Set.of());
                    }
                    judged = masked.get();
                }
                case Decision.RequireScope require -> {
                    scopes.addAll(require.scopes());
                    scopeReason = require.reason();
                }
                case Decision.RequireApproval require -> demands.add(new Approvals.Demand(stage.id(), require));
            }
        }
        return scopes.isEmpty()
                ? new Folded.Through(judged, List.copyOf(demands))
                : new Folded.Stopped(Refusal.Kind.NEEDS_SCOPE, scopeReason, scopes);
    }

    /** The stage that keeps this entry from being shown. */
    Optional<StageId> hiding(ListFacts facts, Target target, Definition definition) {
        for (PolicyStage stage : stages) {
            if (visibility(stage, facts, target, definition) == Visibility.HIDE) {
                return Optional.of(stage.id());
            }
        }
        return Optional.empty();
    }

    /** Whether the same list may be another one a moment later. */
    boolean asksAboutLists() {
        return stages.stream().anyMatch(PolicyStage::asksAboutLists);
    }

    /** Each stage is asked about what the ones before left. */
    Showing showing(ListFacts facts, List<ListEntry> entries) {
        BitSet shown = new BitSet(entries.size());
        shown.set(0, entries.size());
        List<Finding> findings = new ArrayList<>();
        for (PolicyStage stage : stages) {
            if (stage.asksAboutLists() && !shown.isEmpty()) {
                int[] left = shown.stream().toArray();
                Showing said = showing(
                        stage, facts, Arrays.stream(left).mapToObj(entries::get).toList());
                findings.addAll(said.findings());
                for (int i = 0; i < left.length; i++) {
                    shown.set(left[i], said.shown().get(i));
                }
            }
        }
        return new Showing(shown, findings);
    }

    private static Showing showing(PolicyStage stage, ListFacts facts, List<ListEntry> entries) {
        try {
            return stage.showing(facts, entries);
        } catch (RuntimeException | StackOverflowError e) {
            return new Showing(
                    new BitSet(),
                    List.of(new Finding(stage.id(), "hidden", stage.id().undecided(e))));
        }
    }

    /** Empty when the places cannot be masked: then nothing is sent. */
    private Optional<Operation> masked(Operation judged, Decision.Redact redact) {
        try {
            Json arguments = judged.arguments();
            return Optional.of(judged.withArguments(
                    masking.run(arguments.length(), () -> Redaction.of(arguments, redact.places()))));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static Decision ask(PolicyStage stage, CallFacts facts, Operation operation) {
        try {
            return stage.evaluate(facts, operation);
        } catch (RuntimeException | StackOverflowError e) {
            return new Decision.Deny(stage.id().undecided(e));
        }
    }

    private static Visibility visibility(PolicyStage stage, ListFacts facts, Target target, Definition definition) {
        try {
            return stage.visible(facts, target, definition);
        } catch (RuntimeException | StackOverflowError e) {
            return Visibility.HIDE;
        }
    }
}
