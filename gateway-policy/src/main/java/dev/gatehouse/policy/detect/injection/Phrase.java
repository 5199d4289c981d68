package dev.gatehouse.policy.detect.injection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Words in a row, each one of several, with few others between them.
 *
 * @param type such as {@code injection.override}
 * @param confidence in percent
 * @param steps at least one
 */
record Phrase(String type, int confidence, List<Step> steps) {
    private static final int GAP = 3;

    /**
     * One of these words.
     *
     * @param ids the numbers of the words, once the vocabulary has some for them
     * @param gap how many other words may stand before it
     */
    record Step(Set<String> words, BitSet ids, int gap) {}

    Phrase {
        steps = List.copyOf(steps);
    }

    /** Reads {@code override 90 ignore|forget ~4 instructions|prompt}. */
    static Phrase parse(String line) {
        String[] parts = line.split(" ", -1);
        List<Step> steps = new ArrayList<>();
        int gap = GAP;
        for (int i = 2; i < parts.length; i++) {
            if (parts[i].startsWith("~")) {
                gap = Integer.parseInt(parts[i].substring(1));
            } else {
                steps.add(new Step(Set.of(parts[i].split("\\|", -1)), new BitSet(), gap));
                gap = GAP;
            }
        }
        return new Phrase("injection." + parts[0], Integer.parseInt(parts[1]), steps);
    }

    /** Takes the numbers of its words. */
    void number(Vocabulary vocabulary) {
        steps.forEach(step -> step.words().forEach(word -> step.ids().set(vocabulary.id(word))));
    }

    BitSet beginnings() {
        return steps.getFirst().ids();
    }

    /** The last word of the phrase that begins with the word at {@code first}, or -1. Each step takes the first that fits. */
    int last(Words words, int first) {
        int at = first;
        for (int i = 1; i < steps.size(); i++) {
            at = next(words, at, steps.get(i));
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    private static int next(Words words, int at, Step step) {
        int end = Math.min(words.count(), at + step.gap() + 2);
        for (int i = at + 1; i < end; i++) {
            if (step.ids().get(words.id(i))) {
                return i;
            }
        }
        return -1;
    }
}
