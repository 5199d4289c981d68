package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.policy.detect.scan.Scan;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Looking without a rule: for measuring, and for trying a rule out. */
public final class Detections {
    private Detections() {}

    /**
     * Everything that is seen in a value.
     *
     * @param words families and types, see {@link Detectors#words}
     * @param confidenceMin in percent
     */
    public static List<Detection> in(Json value, Side side, Collection<String> words, int confidenceMin) {
        Set<String> types = Detectors.types(words);
        Sightings sightings = new Sightings(types::contains, confidenceMin);
        Scan.of(value, side, Detectors.of(types), sightings);
        return sightings.all();
    }
}
