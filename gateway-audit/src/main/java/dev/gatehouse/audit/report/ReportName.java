package dev.gatehouse.audit.report;

import java.util.Optional;
import java.util.stream.Stream;

/** The reports that there are. */
public enum ReportName {
    ACCESS_REVIEW("access-review", "Access review", "Who could call what, through which bundle and which rules."),
    POLICY("policy", "Policy enforcement", "What rules refused, held, masked and flagged."),
    APPROVALS("approvals", "Approvals", "What was asked, who decided, and what became of it."),
    CHANGES("changes", "Administrative changes", "What was changed by whom, with what it was before and after."),
    RETENTION("retention", "Retention", "How long records are kept, what was dropped and what was held."),
    INTEGRITY("integrity", "Integrity verification", "Whether the trail is what was recorded.");

    private final String label;
    private final String title;
    private final String about;

    ReportName(String label, String title, String about) {
        this.label = label;
        this.title = title;
        this.about = about;
    }

    /** As paths and the command line have it. */
    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    /** One sentence. */
    public String about() {
        return about;
    }

    /** Whether its rows can be narrowed to bundles; the others tell of what belongs to none. */
    public boolean isOfBundles() {
        return this == ACCESS_REVIEW || this == POLICY;
    }

    public static Optional<ReportName> ofLabel(String label) {
        return Stream.of(values()).filter(name -> name.label.equals(label)).findFirst();
    }
}
