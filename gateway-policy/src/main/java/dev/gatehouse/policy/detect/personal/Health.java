package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
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
    private static final Keywords PERSON = Keywords.of(PERSONS);
    private static final Keywords CONDITION = Keywords.of(CONDITIONS);
    private static final int NEAR_CHARS = 200;
    private static final int CONFIDENCE = 80;

    private Health() {}

    /** Whichever of the two stands behind looks back for the other. */
    static List<Trigger> triggers() {
        Stream<Trigger> persons = PERSONS.stream().map(word -> new Trigger(word, Health::person));
        Stream<Trigger> conditions = CONDITIONS.stream().map(word -> new Trigger(word, Health::condition));
        return Stream.concat(persons, conditions).toList();
    }

    private static void person(Text text, int from, String word, Sightings sightings) {
        int condition = before(text, from, CONDITION);
        if (condition >= 0) {
            sightings.add(TYPE, CONFIDENCE, condition, from);
        }
    }

    private static void condition(Text text, int from, String word, Sightings sightings) {
        if (before(text, from, PERSON) >= 0) {
            sightings.add(TYPE, CONFIDENCE, from, from + word.length());
        }
    }

    /** Where the last of those words stands before a word that begins there; -1 when there is none, or it begins no word. */
    private static int before(Text text, int from, Keywords words) {
        return Character.isLetter(text.peek(from - 1)) ? -1 : words.lastWord(text, from - NEAR_CHARS + 1, from);
    }
}
