package dev.gatehouse.server.cases;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of one script. */
public sealed interface Tried {
    Path script();

    /** @param outcomes one per case, in the order of the table */
    record Ran(Path script, List<Outcome> outcomes) implements Tried {
        public Ran {
            outcomes = List.copyOf(outcomes);
        }

        public List<Outcome> failures() {
            return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
        }
    }

    /** @param problems of the script or of its table, each with its file and, where it has one, its place */
    record Unfit(Path script, List<String> problems) implements Tried {}

    /** No worker could look at it. */
    record NotRun(Path script, String why) implements Tried {}

    /** @param left what the table played and the script did not ask for */
    record Outcome(String name, Told expected, Told actual, boolean passed, Optional<String> left, Duration took) {}
}
