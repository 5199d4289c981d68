package dev.gatehouse.audit.report;

import java.util.List;

/**
 * A report as it was made.
 *
 * @param coverage as far as what the trail had then
 * @param sections its tables, in order
 * @param sha256 over the rows of those that are sealed; see docs/audit-reports.md
 */
public record TrailReport(Coverage coverage, List<Section> sections, String sha256) {
    public TrailReport {
        sections = List.copyOf(sections);
    }
}
