package dev.gatehouse.audit.report;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.verify.BoundedTrail;
import dev.gatehouse.audit.verify.Fault;
import dev.gatehouse.audit.verify.Report;
import dev.gatehouse.audit.verify.TrustedKeys;
import dev.gatehouse.audit.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Whether the trail is what was recorded.
 *
 * @param keys a file of public keys
 * @param anchors files of checkpoints; those that are not here are left out
 */
public record IntegrityReport(DataSource database, Path keys, List<Path> anchors) {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    public IntegrityReport {
        anchors = List.copyOf(anchors);
    }

    /** Of a period: rows that come out the same as long as nothing is altered and no day of it is dropped. */
    List<Section> of(Period period, Coverage coverage, Instant now) throws IOException {
        Map<String, Position> ends = coverage.covered().values().stream()
                .collect(Collectors.toMap(
                        Coverage.LastBlock::gateway, Coverage.LastBlock::last, (one, _) -> one, TreeMap::new));
        try (BoundedTrail trail = BoundedTrail.from(database, period.from(), ends, WITHIN)) {
            Report report = Verifier.verify(trail, TrustedKeys.read(keys), List.of(), now);
            List<String> unread = ends.keySet().stream()
                    .filter(gateway -> !gateways(trail).contains(gateway))
                    .toList();
            return sections(report, unread, Section.Basis.SEALED);
        }
    }

    /** Of all that there is, compared with the anchors. */
    List<Section> whole(Instant now) throws IOException {
        try (BoundedTrail trail = BoundedTrail.whole(database, WITHIN)) {
            List<Path> here =
                    anchors.stream().filter(java.nio.file.Files::isRegularFile).toList();
            Report report = Verifier.verify(trail, TrustedKeys.read(keys), here, now);
            return sections(report, List.of(), Section.Basis.NOW);
        }
    }

    private static List<String> gateways(BoundedTrail trail) {
        try {
            return trail.gateways();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static List<Section> sections(Report report, List<String> unread, Section.Basis basis) {
        SectionRows verdict = new SectionRows(
                "verdict",
                "What was verified",
                "Signatures, links, order, every record and every column, by docs/audit-format.md. Of a period, anchors are not"
                        + " compared, and nothing is said of what was before and after it; gatehouse audit verify does that.",
                basis,
                "what",
                "value");
        verdict.add("verdict", unread.isEmpty() ? verdict(report) : "incomplete");
        verdict.add("records", Long.toString(report.records()));
        verdict.add("blocks", Long.toString(report.blocks()));
        verdict.add("anchors", Long.toString(report.anchors()));
        verdict.add("not yet sealed", Long.toString(report.notYetSealed()));
        verdict.add("before the first block", Long.toString(report.beforeFirstBlock()));
        verdict.add("expired", Long.toString(report.expired()));
        verdict.add("altered", Long.toString(report.altered()));
        verdict.add("cannot be read", Long.toString(report.incomplete() + unread.size()));
        report.notes().forEach(note -> verdict.add("note", note));
        SectionRows faults = new SectionRows(
                "faults",
                "Faults",
                "The first " + Verifier.FAULTS_TOLD_MAX + " of them.",
                basis,
                "gateway",
                "position",
                "kind",
                "reason");
        unread.forEach(gateway -> faults.add(gateway, "", "incomplete", "its blocks of the period cannot be read"));
        report.faults()
                .forEach(fault -> faults.add(
                        fault.gateway(),
                        fault.position().toString(),
                        fault.kind() == Fault.Kind.ALTERED ? "altered" : "incomplete",
                        fault.reason()));
        return List.of(verdict.done(), faults.done());
    }

    private static String verdict(Report report) {
        return switch (report.exitCode()) {
            case Report.WHOLE -> "whole";
            case Report.ALTERED -> "altered";
            default -> "incomplete";
        };
    }
}
