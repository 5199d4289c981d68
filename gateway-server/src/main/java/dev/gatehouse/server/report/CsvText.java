package dev.gatehouse.server.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A report as CSV (RFC 4180): every line has the same number of fields, and none of them runs in a spreadsheet. */
final class CsvText {
    private static final String LINE_END = "\r\n";
    /** What makes a spreadsheet read a formula. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n";

    private CsvText() {}

    static String of(ReportView report) {
        int columns = Math.max(
                2,
                report.sections().stream()
                        .mapToInt(section -> section.columns().size())
                        .max()
                        .orElse(0));
        StringBuilder out = new StringBuilder();
        line(out, columns, "report", List.of("title", report.title()));
        for (List<String> fact : ReportFacts.of(report)) {
            line(out, columns, "report", fact);
        }
        for (ReportView.ControlView control : report.controls()) {
            line(out, columns, "report", List.of(control.framework() + " " + control.id(), control.evidence()));
        }
        for (ReportView.SectionView section : report.sections()) {
            line(out, columns, section.name(), section.columns());
            section.rows().forEach(row -> line(out, columns, section.name(), row.cells()));
            if (section.cut()) {
                line(out, columns, section.name(), List.of(ReportFacts.cut(section)));
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, int columns, String section, List<String> cells) {
        List<String> padded = new ArrayList<>(cells);
        padded.addAll(Collections.nCopies(columns - cells.size(), ""));
        out.append(section);
        padded.forEach(cell -> out.append(',').append(field(cell)));
        out.append(LINE_END);
    }

    /** An apostrophe is what spreadsheets themselves put before text that would be a formula. */
    static String field(String text) {
        String shown = ShownText.of(text);
        boolean runs = !shown.isEmpty() && BEGINS_FORMULA.indexOf(shown.charAt(0)) >= 0;
        String safe = runs ? "'" + shown : shown;
        boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
