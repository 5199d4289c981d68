package dev.gatehouse.policy.detect.injection;

import java.util.ArrayList;
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

    /** @param gap how many other words may stand before it */
    record Step(Set<String> words, int gap) {}

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
                steps.add(new Step(Set.of(parts[i].split("\\|", -1)), gap));
                gap = GAP;
            }
        }
        return new Phrase("injection." + parts[0], Integer.parseInt(parts[1]), steps);
    }

    Set<String> beginnings() {
        return steps.getFirst().words();
    }

    /** The last word of the phrase that begins with the word at {@code first}, or -1. Each step takes the first that fits. */
    int last(List<Words.Word> words, int first) {
        int at = first;
        for (int i = 1; i < steps.size(); i++) {
            at = next(words, at, steps.get(i));
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    private static int next(List<Words.Word> words, int at, Step step) {
        int end = Math.min(words.size(), at + step.gap() + 2);
        for (int i = at + 1; i < end; i++) {
            if (step.words().contains(words.get(i).text())) {
                return i;
            }
        }
        return -1;
    }
}
