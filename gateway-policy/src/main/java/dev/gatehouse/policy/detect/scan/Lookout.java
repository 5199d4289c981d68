package dev.gatehouse.policy.detect.scan;

import java.util.Collection;
import java.util.List;

/** Some detectors together, with one pass for the words of all. */
public final class Lookout {
    private final List<Detector> detectors;
    private final List<Trigger> triggers;
    private final Keywords words;

    public Lookout(Collection<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
        triggers = detectors.stream()
                .flatMap(detector -> detector.triggers().stream())
                .toList();
        words = Keywords.of(triggers.stream().map(Trigger::word).toList());
    }

    void look(Text text, Sightings sightings) {
        if (!triggers.isEmpty()) {
            words.find(text, (word, from) -> triggers.get(word).closer().look(text, from, words.word(word), sightings));
        }
        for (Detector detector : detectors) {
            detector.look(text, sightings);
        }
    }
}
