package dev.gatehouse.audit.report;

import java.util.List;

/**
 * A requirement of a framework, and what in a report is evidence for it. Evidence is not compliance: whether a control works is
 * for an auditor to say.
 *
 * @param framework such as SOC 2
 * @param id as the framework numbers it
 * @param evidence one sentence: what the report shows
 */
public record Control(String framework, String id, String evidence) {
    private static final String SOC2 = "SOC 2";
    private static final String HIPAA = "HIPAA";
    private static final String GDPR = "GDPR";

    /** What a report is evidence for. */
    public static List<Control> of(ReportName report) {
        return switch (report) {
            case ACCESS_REVIEW -> ACCESS;
            case POLICY -> POLICY;
            case APPROVALS -> APPROVALS;
            case CHANGES -> CHANGES;
            case RETENTION -> RETENTION;
            case INTEGRITY -> INTEGRITY;
        };
    }

    private static final List<Control> ACCESS = List.of(
            new Control(
                    SOC2,
                    "CC6.1",
                    "Shows which rules stand between callers and each tool at the time of the snapshot."),
            new Control(
                    SOC2,
                    "CC6.2",
                    "Lists the people, groups and agents that were known, and whether they were active."),
            new Control(SOC2, "CC6.3", "Shows what each bundle grants, and who holds administrative roles."),
            new Control(
                    HIPAA, "45 CFR 164.308(a)(4)", "Shows what access was authorized, through which bundle and rule."),
            new Control(HIPAA, "45 CFR 164.312(a)(1)", "Shows which persons and programs had access rights to tools."),
            new Control(GDPR, "Art. 25(2)", "Shows that what no bundle grants was not accessible, and what was."),
            new Control(
                    GDPR,
                    "Art. 32(1)(b)",
                    "Shows the access that was in place to tools that may process personal data."));

    private static final List<Control> POLICY = List.of(
            new Control(SOC2, "CC6.1", "Counts what access rules refused, by rule, caller and tool."),
            new Control(
                    SOC2, "CC7.2", "Counts what detections saw in arguments and results, with the newest examples."),
            new Control(
                    HIPAA,
                    "45 CFR 164.308(a)(1)(ii)(D)",
                    "Sums up recorded activity of the period for a regular review of it."),
            new Control(
                    HIPAA, "45 CFR 164.312(b)", "Comes from the records of every call, which it names by position."),
            new Control(GDPR, "Art. 5(1)(c)", "Shows where rules masked personal data on its way to or from tools."),
            new Control(
                    GDPR,
                    "Art. 32(1)(d)",
                    "Shows what the rules did in the period, so that their effect can be evaluated."));

    private static final List<Control> APPROVALS = List.of(
            new Control(SOC2, "CC6.3", "Shows who approved which call of whom; nobody approves their own."),
            new Control(
                    SOC2,
                    "CC8.1",
                    "Shows for changes made through held tools that they were authorized before they were made."),
            new Control(
                    HIPAA,
                    "45 CFR 164.308(a)(4)(ii)(B)",
                    "Shows by whom access to a held tool was granted, and for what."),
            new Control(GDPR, "Art. 32(4)", "Shows that held calls were made on the instruction of the people named."));

    private static final List<Control> CHANGES = List.of(
            new Control(SOC2, "CC6.2", "Shows when credentials and roles were given and taken, and by whom."),
            new Control(
                    SOC2,
                    "CC8.1",
                    "Shows each change of the configuration, who asked for it and which paths it touched."),
            new Control(HIPAA, "45 CFR 164.308(a)(4)(ii)(C)", "Shows how access was established and modified."),
            new Control(
                    HIPAA, "45 CFR 164.312(b)", "Lists the administrative records with their positions on the trail."),
            new Control(GDPR, "Art. 5(2)", "Documents who decided on access and rules, and when."));

    private static final List<Control> RETENTION = List.of(
            new Control(SOC2, "CC6.5", "Shows which days of records were dropped once their time was over."),
            new Control(SOC2, "CC7.3", "Shows which records were held for an investigation, by whom and why."),
            new Control(
                    HIPAA,
                    "45 CFR 164.316(b)(2)(i)",
                    "Shows for how many days records of each bundle are kept, to compare with the six years required."),
            new Control(
                    GDPR,
                    "Art. 5(1)(e)",
                    "Shows how long records are kept, that they were dropped, and what is overdue."),
            new Control(GDPR, "Art. 30(1)(f)", "Gives the time limits for erasure as they were configured."));

    private static final List<Control> INTEGRITY = List.of(
            new Control(SOC2, "CC7.2", "Shows whether records were altered, removed or put in after they were sealed."),
            new Control(
                    HIPAA,
                    "45 CFR 164.312(b)",
                    "Shows that the activity on record is complete as far as it was sealed."),
            new Control(
                    HIPAA,
                    "45 CFR 164.312(c)(1)",
                    "Shows the check that records were not improperly altered or destroyed."),
            new Control(
                    GDPR, "Art. 5(1)(f)", "Shows the check of the integrity of records that may hold personal data."),
            new Control(GDPR, "Art. 33(5)", "Shows how far the trail can be relied on to document a breach."));
}
