package dev.gatehouse.server.cases;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.server.config.bind.Binder;
import dev.gatehouse.server.config.bind.References;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Problem;
import dev.gatehouse.server.config.yaml.Report;
import dev.gatehouse.server.config.yaml.YamlNode;
import dev.gatehouse.server.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads tables of cases as strictly as configurations: what is misspelt would be tested by nobody. */
final class CaseTables {
    private static final KeyPath CASES = KeyPath.of("cases");

    /** What became of the file. */
    sealed interface Read {
        record Valid(CaseTable table) implements Read {}

        /** @param problems at least one, in the order of the file */
        record Invalid(List<Problem> problems) implements Read {}
    }

    private CaseTables() {}

    /** @param folder where it came from; nothing is read from there */
    static Read read(String text, Path folder) {
        Report report = new Report();
        Optional<YamlNode> root = YamlReader.read(text, report);
        if (root.isEmpty()) {
            return new Read.Invalid(report.problems());
        }
        References none = new References(new Secrets(Map.of(), Secrets::readRegularFile), folder);
        CaseTable table = new Binder(none, folder, report).bind(CaseTable.class, root.get());
        if (table.cases().isEmpty()) {
            report.problem(CASES, "at least one case is needed");
        }
        Set<String> names = new HashSet<>();
        for (int at = 0; at < table.cases().size(); at++) {
            check(table.cases().get(at), CASES.index(at), names, report);
        }
        return report.problems().isEmpty() ? new Read.Valid(table) : new Read.Invalid(report.problems());
    }

    private static void check(Case tried, KeyPath path, Set<String> names, Report report) {
        if (!names.add(tried.name())) {
            report.problem(path.key("name"), "another case has this name");
        }
        tried.ctx().flatMap(CaseContext::problem).ifPresent(what -> report.problem(path.key("ctx"), what));
        Case.Expected expected = tried.expect();
        KeyPath expect = path.key("expect");
        if (!Told.ACTIONS.contains(expected.action())) {
            report.problem(
                    expect.key("action"),
                    "expected one of " + String.join(", ", Told.ACTIONS)
                            + Nearest.hint(expected.action(), Told.ACTIONS));
        }
        if (expected.paths().isPresent() && !expected.action().equals(Told.REDACT)) {
            report.problem(expect.key("paths"), "only `redact` has paths");
        }
    }
}
