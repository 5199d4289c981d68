package dev.gatehouse.bench;

import dev.gatehouse.bench.DetectionQuality.Family;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Proportion;
import dev.gatehouse.testkit.corpus.Sample;
import dev.gatehouse.testkit.corpus.Score;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;

/** What was aimed at beside what was reached on the labelled texts, and whether the lower end of the interval says so too. */
final class Targets {
    /** Unless one of these, a type of personal data is a number that belongs to somebody. */
    private static final List<String> NO_NUMBERS = List.of("pii.email", "pii.phone", "pii.health");

    private final PrintStream out;

    Targets(PrintStream out) {
        this.out = out;
    }

    void print() {
        out.println("\n### Targets\n");
        out.println("| what | texts | aim | reached | held back |");
        out.println("| --- | ---: | --- | --- | --- |");
        Predicate<String> any = _ -> true;
        rows("secrets", 0, any, 0.95, 0.90);
        rows("cards, IBAN, national numbers", 1, label -> !NO_NUMBERS.contains(label), 0.98, 0.95);
        rows("risky commands", 2, any, 0.95, 0.90);
        rows("mail and telephone", 1, label -> NO_NUMBERS.subList(0, 2).contains(label), 0.95, 0);
        rows("hidden text", 3, any, 0, 1);
    }

    /** @param precision and recall: the aims, 0 for none */
    private void rows(String what, int family, Predicate<String> label, double precision, double recall) {
        Family wanted = DetectionQuality.FAMILIES.get(family);
        List<Sample> samples = Corpus.read(wanted.corpus()).stream()
                .filter(sample -> sample.isHarmless() || label.test(sample.label()))
                .toList();
        Score all = score(wanted, samples);
        Score heldBack =
                score(wanted, samples.stream().filter(Sample::isHeldBack).toList());
        if (precision > 0) {
            row(what, samples.size(), "P", precision, all.precision(), heldBack.precision());
        }
        if (recall > 0) {
            row(what, samples.size(), "R", recall, all.recall(), heldBack.recall());
        }
    }

    private static Score score(Family family, List<Sample> samples) {
        return Score.of(
                samples,
                sample -> !sample.isHarmless(),
                sample -> DetectionQuality.isSeen(family, sample, family.word()));
    }

    private void row(String what, int texts, String sign, double aim, Proportion reached, Proportion heldBack) {
        out.printf(
                "| %s | %,d | %s ≥ %.2f | %s, %s | %s, %s |%n",
                what, texts, sign, aim, reached, verdict(reached, aim), heldBack, verdict(heldBack, aim));
    }

    private static String verdict(Proportion reached, double aim) {
        if (reached.value() < aim) {
            return "**missed**";
        }
        return reached.low() >= aim ? "shown" : "reached, not shown";
    }
}
