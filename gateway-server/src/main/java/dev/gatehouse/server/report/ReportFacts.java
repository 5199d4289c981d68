package dev.gatehouse.server.report;

import java.util.ArrayList;
import java.util.List;

/** What a report says of itself, as pairs. */
final class ReportFacts {
    private ReportFacts() {}

    static List<List<String>> of(ReportView report) {
        List<List<String>> facts = new ArrayList<>();
        report.asOf().ifPresent(at -> facts.add(List.of("as of", at.toString())));
        report.from().ifPresent(at -> facts.add(List.of("from", at.toString())));
        report.to().ifPresent(at -> facts.add(List.of("to before", at.toString())));
        facts.add(List.of("made at", report.madeAt().toString()));
        facts.add(List.of("made for", report.madeBy()));
        facts.add(List.of("revision", report.revision()));
        facts.add(List.of("SHA-256 of the rows", report.sha256()));
        facts.add(List.of("made anew by", report.query()));
        for (ReportView.BlockView one : report.blocks()) {
            facts.add(List.of("as far as", block(one)));
        }
        return facts;
    }

    static String block(ReportView.BlockView one) {
        return "gateway " + one.gateway() + " to record " + one.epoch() + "/" + one.seq() + ": block " + one.block()
                + " of chain " + one.chain() + ", sealed " + one.at() + ", SHA-256 of its header " + one.sha256();
    }

    static String count(ReportView.SectionView section) {
        int rows = section.rows().size();
        return rows == 1 ? "1 row" : rows + " rows";
    }

    /** Empty where nothing was cut. */
    static String cut(ReportView.SectionView section) {
        return section.cut() ? "cut at " + count(section) + "; narrow the period or the bundle" : "";
    }
}
