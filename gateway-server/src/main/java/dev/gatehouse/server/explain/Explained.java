package dev.gatehouse.server.explain;

import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.policy.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What would become of a call, and why. */
public record Explained(
        String as,
        String server,
        String call,

        @About("The bundle that governs; none where nothing is granted.")
        Optional<String> bundle,

        @About("Of every bundle in the order of the file, why it governs or does not.")
        List<String> bundles,

        @About("What each stage says, in order.") List<StageView> stages,

        @About(
                "`allowed`, `denied`, `needs_scope`, `needs_approval`, or `missing`: callers read that there is no such tool.")
        String outcome,

        @About("Why; the caller of a missing tool is not told.")
        String reason,

        @About("What else somebody should know.") List<String> notes) {
    static final String MISSING = "missing";

    Explained with(List<String> more) {
        List<String> all = Stream.concat(notes.stream(), more.stream()).toList();
        return new Explained(as, server, call, bundle, bundles, stages, outcome, reason, all);
    }

    /** One stage. */
    public record StageView(String stage, String decision, String reason) {
        static StageView of(Finding finding) {
            return new StageView(finding.stage().value(), finding.decision(), finding.reason());
        }
    }
}
