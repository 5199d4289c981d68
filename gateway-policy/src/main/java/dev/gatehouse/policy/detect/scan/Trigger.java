package dev.gatehouse.policy.detect.scan;

/**
 * A word that something may begin with, and what looks closer where it stands. One pass over a text finds the words of all
 * detectors.
 *
 * @param word two characters and more; the case of letters does not matter
 */
public record Trigger(String word, Closer closer) {
    /** Looks closer, no further than some limit of its own. */
    @FunctionalInterface
    public interface Closer {
        /**
         * @param from where the word stands
         * @param word in small letters
         */
        void look(Text text, int from, String word, Sightings sightings);
    }
}
