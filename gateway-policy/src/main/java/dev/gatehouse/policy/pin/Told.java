package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the trail is told of one pin.
 *
 * @param text in one line
 * @param before empty when nothing was known of it
 */
record Told(String text, Optional<PinState> before, PinState after) {
    /** Several in one event: an upstream may change everything at once. */
    private static final int TOGETHER_MAX = 20;

    static void record(RecordedChange change, String action, UpstreamId upstream, List<Told> pins)
            throws AuditUnavailableException {
        for (int from = 0; from < pins.size(); from += TOGETHER_MAX) {
            List<Told> together = pins.subList(from, Math.min(pins.size(), from + TOGETHER_MAX));
            String texts = String.join("; ", together.stream().map(Told::text).toList());
            change.record(action, upstream.value(), texts, difference(together));
        }
    }

    static BeforeAfter difference(List<Told> pins) {
        return BeforeAfter.changed(states(pins, Told::before), states(pins, pin -> Optional.of(pin.after())));
    }

    private static Json states(List<Told> pins, Function<Told, Optional<PinState>> side) {
        ArrayWriter states = Json.array();
        pins.stream().flatMap(pin -> side.apply(pin).stream()).forEach(state -> states.add(state.told()));
        return states.build();
    }
}
