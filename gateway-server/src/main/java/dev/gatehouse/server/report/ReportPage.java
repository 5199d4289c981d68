package dev.gatehouse.server.report;

import io.jstach.jstache.JStache;
import java.util.List;

/** A report as one page that needs nothing else. Texts are escaped by the template. */
@JStache(path = "report/report.mustache")
record ReportPage(ReportView report) {

    record Fact(String name, String value) {}

    /** @param cut says that there is more; empty where there is not */
    record Table(
            String id,
            String title,
            String about,
            boolean now,
            List<String> columns,
            List<ReportView.RowView> rows,
            String count,
            String cut) {
        boolean none() {
            return rows.isEmpty();
        }

        boolean shortened() {
            return !cut.isEmpty();
        }
    }

    String title() {
        return report.title();
    }

    List<Fact> facts() {
        return ReportFacts.of(report).stream()
                .map(fact -> new Fact(fact.getFirst(), fact.getLast()))
                .toList();
    }

    List<ReportView.ControlView> controls() {
        return report.controls();
    }

    List<Table> tables() {
        return report.sections().stream()
                .map(section -> new Table(
                        section.name(),
                        section.title(),
                        section.about(),
                        section.basis() == ReportView.BasisWord.NOW,
                        section.columns(),
                        section.rows().stream().map(ReportPage::shown).toList(),
                        ReportFacts.count(section),
                        ReportFacts.cut(section)))
                .toList();
    }

    private static ReportView.RowView shown(ReportView.RowView row) {
        return new ReportView.RowView(row.cells().stream().map(ShownText::of).toList());
    }

    /** The whole document. */
    String html() {
        return ReportPageRenderer.of().execute(this);
    }
}
