package dev.gatehouse.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.npm.NpmProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bar that a gateway is held to: what the fixture scores when nothing is between it and the suite. */
class FixtureScoreTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void nodeIsThere() throws InterruptedException {
        Assumptions.assumeTrue(NpmProject.possible(), "node and npm are not on the PATH");
    }

    @ParameterizedTest(name = "{1} of {1} for {0} over {2}")
    @CsvSource({"2025-11-25, 33, legacy-http", "2026-07-28, 50, modern-http"})
    void passes_every_scenario_when_connected_directly(String revision, int count, String kind) throws Exception {
        NpmProject npm = NpmProject.conformance();
        try (Fixture fixture = Fixture.start(npm, UpstreamKind.named(kind), folder.resolve("fixture.log"))) {
            Suite.Run run = new Suite(npm, folder).server(fixture.url(), revision);
            assertThat(run.scenarios()).hasSize(count).allMatch(Scenario::isPassed);
            assertThat(run.exitCode()).isZero();
        }
    }
}
