package dev.gatehouse.server.report;

import dev.gatehouse.audit.report.Coverage;
import dev.gatehouse.audit.report.ReportName;
import dev.gatehouse.audit.report.ReportQuestion;
import java.util.Set;

/** The command that makes a report anew, as far as the same blocks. */
final class ReportQuery {
    private ReportQuery() {}

    static String text(ReportAsking.Wanted wanted, Coverage coverage) {
        ReportQuestion question = wanted.question();
        StringBuilder text = new StringBuilder("gatehouse audit report ")
                .append(question.name().label());
        if (question.name() == ReportName.ACCESS_REVIEW) {
            text.append(" --as-of ").append(question.asOf());
        } else if (!question.whole()) {
            text.append(" --from ").append(question.period().from());
            text.append(" --to ").append(question.period().to());
        }
        Set<String> bundles = question.sight().bundles().orElse(Set.of());
        if (!bundles.isEmpty()) {
            text.append(" --bundle ")
                    .append(String.join(",", bundles.stream().sorted().toList()));
        }
        boolean isBounded = question.name() != ReportName.ACCESS_REVIEW && !question.whole();
        if (isBounded && !coverage.covered().isEmpty()) {
            text.append(" --through ").append(coverage.key());
        }
        return text.append(" --config gatehouse.yaml").toString();
    }
}
