package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.testkit.conformance.Scenario;
import dev.gatehouse.testkit.conformance.Suite;
import dev.gatehouse.testkit.npm.NpmProject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@code ./dev conformance} runs: one cell, or all ten, each scenario told with what failed in it. Not a test by
 * name, so that only that command runs it.
 */
class ConformanceReport {
    private int disagreements;

    @Test
    void run() throws Exception {
        String only = System.getProperty("gatehouse.conformance.cell", "");
        NpmProject npm = NodeModules.conformance();
        for (Cell cell : only.isEmpty() ? Cell.all() : List.of(Cell.named(only))) {
            run(cell, npm);
        }
        assertThat(disagreements)
                .as("results that are not what src/test/conformance expects")
                .isZero();
    }

    private void run(Cell cell, NpmProject npm) throws Exception {
        System.out.println("\n" + cell);
        try (CellRun cellRun = new CellRun(cell, npm)) {
            run(cell, cellRun);
        } catch (IOException e) {
            System.out.println("  did not run: " + e.getMessage());
            disagreements++;
        }
    }

    private void run(Cell cell, CellRun cellRun) throws Exception {
        Suite.Run run = cellRun.run();
        run.scenarios().forEach(ConformanceReport::tell);
        System.out.printf(
                "  %d of %d scenarios; the wire and the logs: %s%n",
                run.passed(), run.scenarios().size(), cellRun.folder());
        ExpectedFailures expected = ExpectedFailures.read(cell.expectedFailuresFile());
        expected.stale(run.scenarios()).forEach(entry -> System.out.println("  expected to fail, passed: " + entry));
        disagreements += expected.unexpected(run.scenarios()).size()
                + expected.stale(run.scenarios()).size();
    }

    private static void tell(Scenario scenario) {
        System.out.printf(
                "  %s %s (%d checks passed, %d not)%n",
                scenario.isPassed() ? "pass" : "FAIL",
                scenario.name(),
                scenario.passed(),
                scenario.failures().size());
        scenario.failures()
                .forEach(failure -> System.out.println("       " + failure.check() + ": " + failure.message()));
    }
}
