package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.testkit.conformance.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official suite through the gateway; {@code ./dev conformance} runs all ten cells. */
class ConformanceTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "2025-11-25/legacy-stdio",
                "2025-11-25/modern-http",
                "2026-07-28/legacy-stdio",
                "2026-07-28/modern-http"
            })
    void passes_all_that_can_be_bridged(String name) throws Exception {
        Cell cell = Cell.named(name);
        try (CellRun cellRun = new CellRun(cell, NodeModules.conformance())) {
            Suite.Run run = cellRun.run(
                    "--expected-failures", cell.expectedFailuresFile().toString());
            ExpectedFailures expected = ExpectedFailures.read(cell.expectedFailuresFile());
            assertThat(expected.unexpected(run.scenarios()))
                    .as(() -> "failures; the wire is in " + cellRun.folder())
                    .isEmpty();
            assertThat(expected.stale(run.scenarios()))
                    .as(() -> "entries that pass now in " + cell.expectedFailuresFile())
                    .isEmpty();
            assertThat(run.exitCode()).as("the suite's own verdict").isZero();
        }
    }
}
