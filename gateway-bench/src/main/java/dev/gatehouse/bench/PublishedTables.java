package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.testkit.corpus.Proportion;
import dev.gatehouse.testkit.corpus.Sample;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tables of what was made by the patterns and properties that others publish, or was found on the machine. */
final class PublishedTables {
    private static final int CONFIDENCE = 80;
    /** A format found less often gets a row of its own, in percent. */
    private static final int WELL = 95;

    private final PrintStream out;

    PublishedTables(PrintStream out) {
        this.out = out;
    }

    void print() {
        out.println("\n### Keys by patterns that another scanner publishes\n");
        out.println("| what | with it | found | share |");
        out.println("| --- | ---: | ---: | --- |");
        keys("known by their form", PublishedKeys.samples(true));
        keys("behind a name", PublishedKeys.samples(false));
        row("nobody's: digests, identifiers, pictures, versions", Lookalikes.samples(), "secrets");
        out.println("\n### Hidden by Unicode's own word\n");
        out.println("| what | with it | found | share |");
        out.println("| --- | ---: | ---: | --- |");
        byLabel(HiddenCharacters.samples())
                .forEach((label, some) -> row(label.replaceFirst("^-", "none: "), some, "hidden"));
        out.println("\n### Commands of other people\n");
        out.println("| what | commands | found in |");
        out.println("| --- | ---: | --- |");
        found(FoundCommands.Kind.PROMPTS, "prompts");
        found(FoundCommands.Kind.SCRIPTS, "scripts");
        found(FoundCommands.Kind.STATEMENTS, "statements");
    }

    private void keys(String what, List<Sample> samples) {
        row(what + ", rules made with them", part(samples, sample -> !sample.isHeldBack()), "secrets");
        row(what + ", held back at first", part(samples, Sample::isHeldBack), "secrets");
        byLabel(samples).forEach((format, some) -> {
            int seen = seen(some, "secrets");
            if (seen * 100 < WELL * some.size()) {
                out.printf("| `%s` | %,d | %,d | %s |%n", format, some.size(), seen, new Proportion(seen, some.size()));
            }
        });
    }

    private void row(String what, List<Sample> samples, String family) {
        int seen = seen(samples, family);
        out.printf("| %s | %,d | %,d | %s |%n", what, samples.size(), seen, new Proportion(seen, samples.size()));
    }

    /** Directories named by {@code -Dprompts=}, {@code -Dscripts=} and {@code -Dstatements=}, with commas between. */
    private void found(FoundCommands.Kind kind, String property) {
        for (String named : System.getProperty(property, "").split(",", -1)) {
            if (!named.isEmpty()) {
                Path root = Path.of(named);
                new FoundCommands(property + " in " + root.getFileName(), kind, root)
                        .row(out, Boolean.getBoolean("list"));
            }
        }
    }

    private static int seen(List<Sample> samples, String family) {
        Detections wanted = Detections.of(List.of(family), CONFIDENCE);
        return (int) samples.stream()
                .filter(sample ->
                        !wanted.in(Json.of(sample.text()), Side.RESULT).isEmpty())
                .count();
    }

    private static List<Sample> part(List<Sample> samples, Predicate<Sample> wanted) {
        return samples.stream().filter(wanted).toList();
    }

    private static Map<String, List<Sample>> byLabel(List<Sample> samples) {
        return samples.stream().collect(Collectors.groupingBy(Sample::label, TreeMap::new, Collectors.toList()));
    }
}
