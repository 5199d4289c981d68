package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.policy.detect.scan.Lookout;
import dev.gatehouse.policy.detect.scan.Scan;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Some types to look for, and how sure to be of them. */
public final class Detections {
    private final Set<String> types;
    private final Lookout lookout;
    private final int confidenceMin;

    private Detections(Set<String> types, int confidenceMin) {
        this.types = types;
        this.lookout = new Lookout(Detectors.of(types));
        this.confidenceMin = confidenceMin;
    }

    /**
     * @param words families and types, see {@link Detectors#words}
     * @param confidenceMin in percent
     */
    public static Detections of(Collection<String> words, int confidenceMin) {
        return new Detections(Detectors.types(words), confidenceMin);
    }

    /** Everything of these that is seen in a value. */
    public List<Detection> in(Json value, Side side) {
        return look(value, side).all();
    }

    Sightings look(Json value, Side side) {
        Sightings sightings = new Sightings(types::contains, confidenceMin);
        Scan.of(value, side, lookout, sightings);
        return sightings;
    }
}
