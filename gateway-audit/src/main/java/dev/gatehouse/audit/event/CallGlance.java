package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What recovery must know of an event, found without reading the rest: a full segment holds a hundred thousand.
 *
 * @param opens an intent; otherwise an outcome
 */
public record CallGlance(boolean opens, String call, int round, Optional<String> bundle) {
    private static final String ATTEMPTED = EventType.CALL_ATTEMPTED.label();
    private static final String COMPLETED = EventType.CALL_COMPLETED.label();

    /** Empty for an event that neither opens nor closes a call. */
    public static Optional<CallGlance> at(byte[] head) throws UnreadableEventException {
        try {
            Json event = Json.read(head);
            String type = event.text("type").orElse("");
            if (!type.equals(ATTEMPTED) && !type.equals(COMPLETED)) {
                return Optional.empty();
            }
            OptionalLong round = event.member("round").map(Json::integer).orElse(OptionalLong.empty());
            return Optional.of(new CallGlance(
                    type.equals(ATTEMPTED),
                    event.text("call").orElseThrow(() -> new UnreadableEventException("no call id")),
                    (int) round.orElseThrow(() -> new UnreadableEventException("no round")),
                    event.text("bundle")));
        } catch (JsonSyntaxException e) {
            throw new UnreadableEventException("not JSON: " + e.getMessage(), e);
        }
    }
}
