package dev.gatehouse.server.config.policy;

import dev.gatehouse.server.config.identity.MemberNames;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks and reads who may approve. */
final class ApproveChecks {
    private static final int PEOPLE_MAX = 2;
    private static final Set<String> KINDS = Set.of("group", "user");

    private final Report report;
    private final MemberNames members;

    ApproveChecks(Report report, MemberNames members) {
        this.report = report;
        this.members = members;
    }

    void check(KeyPath path, ApproveConfig approve) {
        if (approve.people() < 1 || approve.people() > PEOPLE_MAX) {
            report.problem(path.key("people"), "expected 1 or " + PEOPLE_MAX);
        }
        List<String> by = approve.by();
        for (int i = 0; i < by.size(); i++) {
            if (qualified(by.get(i), members).isEmpty()) {
                report.problem(
                        path.key("by").index(i),
                        "expected group:NAME or user:NAME, with provider/NAME where there are several providers");
            }
        }
    }

    /** {@code group:PROVIDER/NAME} or {@code user:PROVIDER/NAME}. */
    static Optional<String> qualified(String approver, MemberNames members) {
        int colon = approver.indexOf(':');
        String kind = approver.substring(0, Math.max(colon, 0));
        String name = approver.substring(colon + 1);
        return KINDS.contains(kind) && !name.isBlank()
                ? members.qualified(name).map(whole -> kind + ":" + whole)
                : Optional.empty();
    }
}
