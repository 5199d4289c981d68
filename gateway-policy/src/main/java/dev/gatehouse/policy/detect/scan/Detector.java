package dev.gatehouse.policy.detect.scan;

import java.util.List;
import java.util.Set;

/** Looks for one family of things. Linear in the text, whatever the text is; no state of its own. */
public interface Detector {
    /** Every type it may report, such as {@code pii.card}. */
    Set<String> types();

    /** What it wants to look at more closely where certain words stand. */
    default List<Trigger> triggers() {
        return List.of();
    }

    /** Looks for what no words announce. */
    default void look(Text text, Sightings sightings) {}
}
