package dev.gatehouse.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Sample;
import dev.gatehouse.testkit.corpus.Score;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor under the figures of docs/detections.md: whoever changes a rule sees here what it costs. */
class QualityTest {
    @ParameterizedTest
    @CsvSource({
        "secrets,secrets,0.97,0.96",
        "personal,pii,0.98,0.98",
        "hidden,hidden,0.98,1.0",
        "commands,commands,0.97,0.95",
        "injections,injection,0.90,0.60"
    })
    void each_family_is_as_good_as_it_says(String corpus, String family, double precision, double recall) {
        List<Sample> samples = Corpus.read(corpus);
        Detections wanted = Detections.of(List.of(family), 80);
        Score score = Score.of(samples, sample -> !sample.isHarmless(), sample -> isSeen(sample, family, wanted));
        assertThat(score.precision().value()).as("precision").isGreaterThanOrEqualTo(precision);
        assertThat(score.recall().value()).as("recall").isGreaterThanOrEqualTo(recall);
    }

    @Test
    void what_is_held_back_is_about_a_third() {
        List<Sample> samples = Corpus.read("commands");
        assertThat(samples.stream().filter(Sample::isHeldBack).count())
                .isBetween(samples.size() / 4L, samples.size() / 2L);
    }

    private static boolean isSeen(Sample sample, String family, Detections wanted) {
        String name = sample.label().contains("sql") ? "query" : "command";
        Json carrier = Json.object().put(name, sample.text()).build();
        Side side = family.equals("commands") ? Side.ARGUMENTS : Side.RESULT;
        return !wanted.in(carrier, side).isEmpty();
    }
}
