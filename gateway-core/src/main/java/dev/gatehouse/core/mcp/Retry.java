package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * What a client sends again after {@code input_required} (2026-07-28 basic/patterns/mrtr). Both parts are the client's
 * to forge: the state counts only when its seal opens.
 *
 * @param state the sealed {@code requestState}, byte for byte as it was given
 * @param responses {@code inputResponses} by key
 */
public record Retry(Optional<String> state, Map<String, Json> responses) {
    public static final Retry NONE = new Retry(Optional.empty(), Map.of());

    public Retry {
        responses = Map.copyOf(responses);
    }
}
