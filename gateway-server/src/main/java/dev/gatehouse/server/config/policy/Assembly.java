package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.policy.condition.Condition;
import dev.gatehouse.policy.rules.SelectedCharge;
import dev.gatehouse.policy.rules.SelectedResult;
import dev.gatehouse.policy.rules.SelectedStage;
import dev.gatehouse.policy.rules.Selection;
import dev.gatehouse.policy.rules.Shadow;
import dev.gatehouse.policy.screen.ResultStage;
import java.util.ArrayList;
import java.util.List;

/** Gathers the effects of rules, each inside its rule's selection and, where the rule is on trial, inside its shadow. */
final class Assembly {
    private final List<PolicyStage> stages = new ArrayList<>();
    private final List<ChargingStage> charges = new ArrayList<>();
    private final List<ResultStage> results = new ArrayList<>();

    /** Where the effects of one rule go. */
    Place place(Selection selection, boolean shadow) {
        return new Place(selection, shadow);
    }

    CompiledRules done() {
        return new CompiledRules(stages, charges, results);
    }

    final class Place {
        private final Selection selection;
        private final boolean shadow;

        private Place(Selection selection, boolean shadow) {
            this.selection = selection;
            this.shadow = shadow;
        }

        /** When the rule's condition can be asked. */
        Condition.Moment moment() {
            return selection.moment();
        }

        void stage(PolicyStage effect) {
            PolicyStage selected = selection.isAll() ? effect : new SelectedStage(effect, selection);
            stages.add(shadow ? new Shadow.OfStage(selected) : selected);
        }

        void charge(ChargingStage effect) {
            ChargingStage selected = selection.isAll() ? effect : new SelectedCharge(effect, selection);
            charges.add(shadow ? new Shadow.OfCharge(selected) : selected);
        }

        void result(ResultStage effect) {
            ResultStage selected = selection.isAll() ? effect : new SelectedResult(effect, selection);
            results.add(shadow ? new Shadow.OfResult(selected) : selected);
        }
    }
}
