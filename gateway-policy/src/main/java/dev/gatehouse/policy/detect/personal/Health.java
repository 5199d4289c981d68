package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;
import java.util.stream.Stream;

/** What is said of somebody's health: a condition near a word for whoever has it. Advisory: words mean many things. */
final class Health {
    static final String TYPE = "pii.health";
    private static final List<String> PERSONS = List.of(
            "patient",
            "diagnosed",
            "diagnosis",
            "prescribed",
            "medical record",
            "suffers from",
            "treated for",
            "tested positive");
    private static final List<String> CONDITIONS = List.of(
            "hiv",
            "diabetes",
            "cancer",
            "carcinoma",
            "leukemia",
            "hepatitis",
            "depression",
            "schizophrenia",
            "bipolar",
            "epilepsy",
            "asthma",
            "hypertension",
            "alzheimer",
            "parkinson",
            "multiple sclerosis",
            "chemotherapy",
            "insulin",
            "antidepressant",
            "pregnan",
            "miscarriage",
            "abortion",
            "dialysis",
            "tuberculosis",
            "syphilis",
            "anorexia");
    private static final Keywords KEYWORDS =
            Keywords.of(Stream.concat(PERSONS.stream(), CONDITIONS.stream()).toList());
    private static final int NEAR_CHARS = 200;
    private static final int CONFIDENCE = 80;

    private Health() {}

    static void look(Text text, Sightings sightings) {
        int[] last = {Integer.MIN_VALUE / 2, Integer.MIN_VALUE / 2};
        KEYWORDS.find(text, (word, from) -> {
            if (Character.isLetter(text.peek(from - 1))) {
                return;
            }
            boolean isCondition = word >= PERSONS.size();
            int other = last[isCondition ? 0 : 1];
            last[isCondition ? 1 : 0] = from;
            if (from - other < NEAR_CHARS) {
                int end = from + KEYWORDS.word(word).length();
                sightings.add(TYPE, CONFIDENCE, isCondition ? from : other, isCondition ? end : from);
            }
        });
    }
}
