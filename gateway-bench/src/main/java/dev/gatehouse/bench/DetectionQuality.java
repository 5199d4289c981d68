package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Proportion;
import dev.gatehouse.testkit.corpus.Sample;
import dev.gatehouse.testkit.corpus.Score;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How well each detector tells the labelled texts apart, at the confidence rules have when they say none.
 * {@code ./dev detections} runs it; the tables are those of {@code docs/detections.md}.
 */
public final class DetectionQuality {
    /** What a rule asks for when it does not say, in percent. */
    private static final int CONFIDENCE = 80;
    /** Types with fewer texts share a row: of so few a share says nothing. */
    private static final int ROW_MIN = 3;

    /** One set and what it is for. */
    record Family(String corpus, String word, Side side) {}

    static final List<Family> FAMILIES = List.of(
            new Family("secrets", "secrets", Side.RESULT),
            new Family("personal", "pii", Side.RESULT),
            new Family("commands", "commands", Side.ARGUMENTS),
            new Family("hidden", "hidden", Side.RESULT),
            new Family("injections", "injection", Side.RESULT));

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private DetectionQuality() {}

    public static void main(String[] args) {
        DetectionQuality quality = new DetectionQuality();
        FAMILIES.forEach(quality::print);
        new Targets(quality.out).print();
        quality.printOthers();
        new PublishedTables(quality.out).print();
        quality.printFound();
    }

    private void printOthers() {
        List<Sample> samples = OtherHands.samples();
        Family people = FAMILIES.get(1);
        out.println("\n### Made by others\n");
        out.println("| what | with it | found | share |");
        out.println("| --- | ---: | ---: | --- |");
        samples.stream()
                .collect(Collectors.groupingBy(Sample::label, TreeMap::new, Collectors.toList()))
                .forEach((label, some) -> {
                    int seen = (int) some.stream()
                            .filter(sample -> isSeen(people, sample, people.word()))
                            .count();
                    out.printf(
                            "| `%s` | %d | %d | %s |%n", label, some.size(), seen, new Proportion(seen, some.size()));
                });
    }

    /** Text of the machine itself, and of the directories named by {@code -Dtexts=}. */
    private void printFound() {
        out.println("\n### Text of other people\n");
        out.println("| what | files | MB | secrets | pii | injection | hidden |");
        out.println("| --- | ---: | ---: | --- | --- | --- | --- |");
        List<String> families = List.of("secrets", "pii", "injection", "hidden");
        new FoundText("licences of the JDK", Path.of(System.getProperty("java.home"), "legal")).row(out, families);
        for (String named : System.getProperty("texts", "").split(",", -1)) {
            if (!named.isEmpty()) {
                Path root = Path.of(named);
                new FoundText(root.getFileName().toString(), root).row(out, families);
            }
        }
    }

    private void print(Family family) {
        List<Sample> samples = Corpus.read(family.corpus());
        out.println("\n### " + family.word() + "\n");
        out.println("| what | with it | without | precision | recall |");
        out.println("| --- | ---: | ---: | --- | --- |");
        row("all, rules made with them", family, part(samples, sample -> !sample.isHeldBack()));
        row("all, held back", family, part(samples, Sample::isHeldBack));
        Map<String, Long> types = samples.stream()
                .filter(sample -> !sample.isHarmless())
                .collect(Collectors.groupingBy(Sample::label, TreeMap::new, Collectors.counting()));
        types.forEach((type, count) -> {
            if (count >= ROW_MIN) {
                List<Sample> some = part(
                        samples, sample -> sample.isHarmless() || sample.label().equals(type));
                row(type, family, some, type);
            }
        });
        List<Sample> others = part(samples, sample -> types.getOrDefault(sample.label(), 0L) < ROW_MIN);
        if (!others.stream().allMatch(Sample::isHarmless)) {
            row("all other types", family, others);
        }
    }

    private static List<Sample> part(List<Sample> samples, Predicate<Sample> wanted) {
        return samples.stream().filter(wanted).toList();
    }

    /** Found is what any type of the family was seen in. */
    private void row(String title, Family family, List<Sample> samples) {
        Score score =
                Score.of(samples, sample -> !sample.isHarmless(), sample -> isSeen(family, sample, family.word()));
        row(title, score);
    }

    /** Found is what was seen as this type; recall is of any type, for what is blocked under another name is blocked. */
    private void row(String title, Family family, List<Sample> samples, String type) {
        Score any = Score.of(samples, sample -> !sample.isHarmless(), sample -> isSeen(family, sample, family.word()));
        Score same = Score.of(samples, sample -> !sample.isHarmless(), sample -> isSeen(family, sample, type));
        out.printf(
                "| `%s` | %d | %d | %s | %s |%n",
                title, any.hits() + any.misses(), any.falseAlarms() + any.passes(), same.precision(), any.recall());
    }

    private void row(String title, Score score) {
        out.printf(
                "| %s | %d | %d | %s | %s |%n",
                title,
                score.hits() + score.misses(),
                score.falseAlarms() + score.passes(),
                score.precision(),
                score.recall());
    }

    static boolean isSeen(Family family, Sample sample, String word) {
        String name = sample.label().contains("sql") ? "query" : "command";
        Json carrier = family.side() == Side.ARGUMENTS
                ? Json.object().put(name, sample.text()).build()
                : Json.of(sample.text());
        return !Detections.of(List.of(word), CONFIDENCE)
                .in(carrier, family.side())
                .isEmpty();
    }
}
