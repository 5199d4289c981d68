package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.conformance.ExpectedFailures.Entry;
import dev.gatehouse.testkit.conformance.Scenario;
import dev.gatehouse.testkit.conformance.Scenario.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectedFailuresTest {
    @TempDir
    Path folder;

    private ExpectedFailures read(String yaml) throws IOException {
        return ExpectedFailures.read(Files.writeString(folder.resolve("expected.yaml"), yaml));
    }

    @Test
    void entries_have_the_reason_above_them_and_may_share_it() throws IOException {
        assertThat(read("""
                # Of the file as a whole.
                server:
                  # Cannot be,
                  # for a reason.
                  - one
                  - two:check
                  # Another.
                  - three
                """).entries())
                .containsExactly(
                        new Entry("one", "Cannot be, for a reason."),
                        new Entry("two:check", "Cannot be, for a reason."),
                        new Entry("three", "Another."));
    }

    @Test
    void an_entry_without_a_reason_is_refused() {
        assertThatThrownBy(() -> read("# Of the file.\n\nserver:\n  - one\n"))
                .hasMessageContaining("no reason above - one");
    }

    @Test
    void an_entry_excuses_a_scenario_or_one_check_of_it_and_no_more() throws IOException {
        ExpectedFailures expected = read("server:\n  # Why.\n  - whole\n  - half:a\n  - better\n");
        List<Scenario> scenarios =
                List.of(failed("whole", "x", "y"), failed("half", "a", "b"), failed("other", "a"), failed("better"));
        assertThat(expected.unexpected(scenarios)).containsExactly("half:b failed: b!", "other:a failed: a!");
        assertThat(expected.stale(scenarios)).containsExactly("better");
    }

    private static Scenario failed(String name, String... checks) {
        return new Scenario(
                name,
                1,
                List.of(checks).stream()
                        .map(check -> new Failure(check, check + "!"))
                        .toList());
    }

    static List<Cell> cells() {
        return Cell.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void every_cell_says_what_it_excuses_and_why(Cell cell) throws IOException {
        assertThat(ExpectedFailures.read(cell.expectedFailuresFile()).entries()).doesNotHaveDuplicates();
    }
}
