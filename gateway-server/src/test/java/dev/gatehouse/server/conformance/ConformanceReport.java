package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.conformance.UpstreamFace.Case;
import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.testkit.conformance.Fixture;
import dev.gatehouse.testkit.conformance.Scenario;
import dev.gatehouse.testkit.conformance.Suite;
import dev.gatehouse.testkit.conformance.UpstreamKind;
import dev.gatehouse.testkit.npm.NpmProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@code ./dev conformance} runs: one cell, the gateway as a client or as an authorization server, or all there is,
 * each scenario told with what failed in it. A full run that is as expected writes the page. Not a test by name, so that
 * only that command runs it.
 */
class ConformanceReport {
    private final Map<String, Suite.Run> direct = new LinkedHashMap<>();
    private final Map<Cell, Suite.Run> cells = new LinkedHashMap<>();
    private final Map<Case, Suite.Run> client = new LinkedHashMap<>();
    private final List<Scenario> authorization = new ArrayList<>();
    private int disagreements;

    @Test
    void run() throws Exception {
        String only = System.getProperty("gatehouse.conformance.cell", "");
        NpmProject npm = NodeModules.conformance();
        switch (only) {
            case "" -> runAll(npm);
            case "client" -> runClient(npm);
            case "authorization" -> runAuthorization(npm);
            default -> run(Cell.named(only), npm);
        }
        assertThat(disagreements)
                .as("results that are not what src/test/conformance expects")
                .isZero();
        if (only.isEmpty()) {
            Files.writeString(ConformancePage.FILE, ConformancePage.of(direct, cells, client, authorization));
        }
    }

    private void runAll(NpmProject npm) throws Exception {
        runDirectly("2025-11-25", UpstreamKind.LEGACY_HTTP, npm);
        runDirectly("2026-07-28", UpstreamKind.MODERN_HTTP, npm);
        for (Cell cell : Cell.all()) {
            run(cell, npm);
        }
        runClient(npm);
        runAuthorization(npm);
        System.out.println();
        direct.forEach((revision, run) -> System.out.printf("%-24s %s%n", revision + " directly", score(run)));
        cells.forEach((cell, run) -> System.out.printf("%-24s %s%n", cell, score(run)));
    }

    private void runDirectly(String revision, UpstreamKind kind, NpmProject npm) throws Exception {
        Path folder =
                Folders.fresh(Path.of("target/conformance/direct", revision).toAbsolutePath());
        try (Fixture fixture = Fixture.start(npm, kind, folder.resolve("fixture.log"))) {
            direct.put(revision, new Suite(npm, folder).server(fixture.url(), revision));
        }
    }

    private void run(Cell cell, NpmProject npm) throws Exception {
        System.out.println("\n" + cell);
        try (CellRun cellRun = new CellRun(cell, npm)) {
            Suite.Run run = cellRun.run();
            cells.put(cell, run);
            run.scenarios().forEach(ConformanceReport::tell);
            System.out.println("  " + score(run) + "; the wire and the logs: " + cellRun.folder());
            compare(ExpectedFailures.read(cell.expectedFailuresFile()), run.scenarios());
        } catch (IOException e) {
            System.out.println("  did not run: " + e.getMessage());
            disagreements++;
        }
    }

    private void runClient(NpmProject npm) throws Exception {
        try (UpstreamFace face = UpstreamFace.start(npm)) {
            for (Case one : Stream.concat(Case.plain(), Case.askingOrResuming()).toList()) {
                System.out.println("\n" + one);
                Suite.Run run = face.run(one);
                client.put(one, run);
                run.scenarios().forEach(ConformanceReport::tell);
            }
            System.out.println("  the wire and the logs: " + face.folder());
            List<Scenario> all = client.values().stream()
                    .flatMap(run -> run.scenarios().stream())
                    .toList();
            compare(ExpectedFailures.read(UpstreamFace.EXPECTED_FAILURES), all);
        }
    }

    private void runAuthorization(NpmProject npm) throws Exception {
        System.out.println("\nas an authorization server");
        authorization.addAll(AuthorizationFace.run(npm).scenarios());
        authorization.forEach(ConformanceReport::tell);
        compare(ExpectedFailures.read(AuthorizationFace.EXPECTED_FAILURES), authorization);
    }

    private void compare(ExpectedFailures expected, List<Scenario> scenarios) {
        List<String> stale = expected.stale(scenarios);
        stale.forEach(entry -> System.out.println("  expected to fail, passed: " + entry));
        disagreements += stale.size() + expected.unexpected(scenarios).size();
    }

    private static String score(Suite.Run run) {
        return run.passed() + " of " + run.scenarios().size() + " scenarios";
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
