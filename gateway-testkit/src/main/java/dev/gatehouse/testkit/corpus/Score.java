package dev.gatehouse.testkit.corpus;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * How often something said yes and no to texts where yes and no were right.
 *
 * @param hits yes, and right
 * @param falseAlarms yes, and wrong
 * @param misses no, and wrong
 * @param passes no, and right
 */
public record Score(int hits, int falseAlarms, int misses, int passes) {

    /**
     * Puts every sample to the question.
     *
     * @param isMeant whether yes is right
     * @param says what is judged
     */
    public static Score of(Collection<Sample> samples, Predicate<Sample> isMeant, Predicate<Sample> says) {
        int[] counts = new int[4];
        for (Sample sample : samples) {
            counts[(isMeant.test(sample) ? 0 : 2) + (says.test(sample) ? 0 : 1)]++;
        }
        return new Score(counts[0], counts[2], counts[1], counts[3]);
    }

    /** The share of alarms that were right. */
    public Proportion precision() {
        return new Proportion(hits, hits + falseAlarms);
    }

    /** The share of what there was that was found. */
    public Proportion recall() {
        return new Proportion(hits, hits + misses);
    }
}
