package dev.gatehouse.policy.detect.scan;

import java.util.Set;

/** Looks for one family of things. Linear in the text, whatever the text is; no state of its own. */
public interface Detector {
    /** Every type it may report, such as {@code pii.card}. */
    Set<String> types();

    void look(Text text, Sightings sightings);
}
