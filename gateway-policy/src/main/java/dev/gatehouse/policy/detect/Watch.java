package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one rule looks for, how sure it wants to be, and what follows. */
public final class Watch {
    /** Types that one reason names. */
    private static final int TYPES_NAMED_MAX = 5;

    private final Detections wanted;
    private final Action action;
    private final CpuLane lane;

    /**
     * @param words families and types, see {@link Detectors#words}
     * @param confidenceMin in percent
     */
    public Watch(Collection<String> words, int confidenceMin, Action action, CpuLane lane) {
        this.wanted = Detections.of(words, confidenceMin);
        this.action = action;
        this.lane = lane;
    }

    /**
     * What follows from what is seen in a value.
     *
     * @param where for the reason, such as {@code the arguments}
     * @param canMask whether masking reaches what is looked at
     */
    Decision judge(Json value, Side side, String where, boolean canMask) {
        return lane.run(value.length(), () -> decide(value, side, where, canMask));
    }

    private Decision decide(Json value, Side side, String where, boolean canMask) {
        Sightings sightings = wanted.look(value, side);
        List<Detection> seen = sightings.all();
        if (seen.isEmpty()) {
            return Decision.ALLOW;
        }
        String reason = where + " hold " + named(seen);
        return switch (action) {
            case BLOCK -> new Decision.Deny(reason, seen);
            case FLAG -> new Decision.Flag("flag", reason, seen);
            case ALERT -> new Decision.Flag("alert", reason, seen);
            case REDACT -> {
                boolean isReached = canMask && !sightings.isBeyondMasking();
                Optional<List<Place>> places = isReached ? places(seen, value, side) : Optional.empty();
                yield places.<Decision>map(masked -> new Decision.Redact(masked, reason, seen))
                        .orElseGet(() -> new Decision.Deny(reason + ", where it cannot be masked", seen));
            }
        };
    }

    private static Optional<List<Place>> places(List<Detection> seen, Json value, Side side) {
        return Echoes.with(seen.stream().map(Detection::place).toList(), value, side);
    }

    private static String named(List<Detection> seen) {
        List<String> types =
                seen.stream().map(Detection::type).distinct().sorted().toList();
        String named = types.stream().limit(TYPES_NAMED_MAX).collect(Collectors.joining(", "));
        return types.size() > TYPES_NAMED_MAX ? named + " and more" : named;
    }
}
