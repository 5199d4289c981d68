package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.ListEntry;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Showing;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import dev.gatehouse.policy.condition.Circumstances;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A stage that is asked only about what its rule selects; where that cannot be told, it denies and hides. */
public record SelectedStage(PolicyStage effect, Selection selection) implements PolicyStage {
    public SelectedStage {
        if (selection.moment() == Moment.RESULT) {
            throw new IllegalArgumentException(effect.id() + " is asked before there is a result");
        }
    }

    @Override
    public StageId id() {
        return effect.id();
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        if (!selection.names(operation.target())) {
            return Decision.ALLOW;
        }
        return switch (selection.holds(Circumstances.of(facts, operation))) {
            case Truth.Holds _ -> effect.evaluate(facts, operation);
            case Truth.HoldsNot _ -> Decision.ALLOW;
            case Truth.Undecidable undecidable -> new Decision.Deny(undecidable.reason());
        };
    }

    @Override
    public Visibility visible(ListFacts facts, Target target, Definition definition) {
        if (selection.moment() != Moment.LIST) {
            return Visibility.UNDECIDED;
        }
        return switch (selection.covers(Circumstances.of(facts, target, definition))) {
            case Truth.Holds _ -> effect.visible(facts, target, definition);
            case Truth.HoldsNot _ -> Visibility.UNDECIDED;
            case Truth.Undecidable _ -> Visibility.HIDE;
        };
    }

    @Override
    public boolean asksAboutLists() {
        return selection.moment() == Moment.LIST && effect.asksAboutLists();
    }

    /** Asks about what is meant, hides what may be meant, and shows the rest. */
    @Override
    public Showing showing(ListFacts facts, List<ListEntry> entries) {
        BitSet shown = new BitSet(entries.size());
        List<Integer> meant = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            ListEntry entry = entries.get(i);
            Truth covered = selection.covers(Circumstances.of(facts, entry.target(), entry.definition()));
            shown.set(i, covered instanceof Truth.HoldsNot);
            if (covered instanceof Truth.Holds) {
                meant.add(i);
            }
        }
        if (meant.isEmpty()) {
            return new Showing(shown, List.of());
        }
        Showing said = effect.showing(facts, meant.stream().map(entries::get).toList());
        said.shown().stream().forEach(i -> shown.set(meant.get(i)));
        return new Showing(shown, said.findings());
    }
}
