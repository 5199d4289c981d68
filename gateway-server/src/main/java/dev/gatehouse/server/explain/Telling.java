package dev.gatehouse.server.explain;

import dev.gatehouse.core.policy.Explanation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.upstream.Listing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts what was found in words, beside what was asked. */
record Telling(Question question, Optional<String> bundle, List<String> bundles) {
    Telling(Question question, List<String> bundles) {
        this(question, Optional.empty(), bundles);
    }

    Telling under(Bundle governing) {
        return new Telling(question, Optional.of(governing.name().value()), bundles);
    }

    Explained missing(String reason, String... notes) {
        return told(List.of(), Explained.MISSING, reason, List.of(notes));
    }

    /** A hidden entry answers callers as if it were not there, whatever the other stages say. */
    Explained hidden(StageId stage, Explanation explanation) {
        return told(stages(explanation), Explained.MISSING, "hidden by " + stage, List.of());
    }

    Explained judged(Explanation explanation, Listing upstream) {
        List<String> notes = upstream.health() == Listing.Health.READY
                ? List.of()
                : List.of("the upstream cannot be called now: " + upstream.detail());
        return told(stages(explanation), explanation.outcome(), explanation.reason(), notes);
    }

    private static List<Explained.StageView> stages(Explanation explanation) {
        return explanation.findings().stream().map(Explained.StageView::of).toList();
    }

    private Explained told(List<Explained.StageView> stages, String outcome, String reason, List<String> notes) {
        String caller = question.caller().kind().name().toLowerCase(Locale.ROOT) + " "
                + question.caller().name();
        return new Explained(
                caller, question.server().value(), question.tool(), bundle, bundles, stages, outcome, reason, notes);
    }
}
