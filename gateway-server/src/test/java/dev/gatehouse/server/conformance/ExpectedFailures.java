package dev.gatehouse.server.conformance;

import dev.gatehouse.testkit.conformance.Scenario;
import dev.gatehouse.testkit.conformance.Scenario.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cell is allowed not to pass: a file of the suite's own format, in which every entry has the reason in the
 * comment above it. The suite looks only at scenarios that a revision requires; here all that it runs count.
 */
record ExpectedFailures(List<Entry> entries) {
    ExpectedFailures {
        entries = List.copyOf(entries);
    }

    /** @param name {@code scenario} for all of it, or {@code scenario:check} */
    record Entry(String name, String reason) {
        boolean covers(String scenario, String check) {
            return name.equals(scenario) || name.equals(scenario + ":" + check);
        }
    }

    static ExpectedFailures read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        StringBuilder reason = new StringBuilder();
        boolean listed = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("#")) {
                reason.setLength(listed ? 0 : reason.length());
                listed = false;
                reason.append(reason.isEmpty() ? "" : " ")
                        .append(text.substring(1).strip());
            } else if (text.startsWith("- ")) {
                listed = true;
                entries.add(new Entry(text.substring(2).strip(), explained(file, text, reason)));
            } else {
                reason.setLength(0);
            }
        }
        return new ExpectedFailures(entries);
    }

    private static String explained(Path file, String entry, StringBuilder reason) throws IOException {
        if (reason.isEmpty()) {
            throw new IOException(file + ": no reason above " + entry);
        }
        return reason.toString();
    }

    /** Failures that no entry covers. */
    List<String> unexpected(List<Scenario> scenarios) {
        List<String> found = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            for (Failure failure : scenario.failures()) {
                if (entries.stream().noneMatch(entry -> entry.covers(scenario.name(), failure.check()))) {
                    found.add(scenario.name() + ":" + failure.check() + " failed: " + failure.message());
                }
            }
        }
        return found;
    }

    /** Entries that cover no failure: what they excuse passes now. */
    List<String> stale(List<Scenario> scenarios) {
        return entries.stream()
                .filter(entry -> scenarios.stream()
                        .noneMatch(scenario -> scenario.failures().stream()
                                .anyMatch(failure -> entry.covers(scenario.name(), failure.check()))))
                .map(Entry::name)
                .toList();
    }
}
