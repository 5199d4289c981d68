package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Retry;
import java.util.Map;
import java.util.Optional;

/** Reads what a client sends again after {@code input_required} (2026-07-28 basic/patterns/mrtr). */
final class Retries {
    static final int STATE_CHARS_MAX = 64 * 1024;
    static final int RESPONSES_MAX = 64;
    static final String RESPONSES_WANTED = "inputResponses must be an object of at most " + RESPONSES_MAX + " objects";
    static final String WANTED = "requestState must be a string that was given, and " + RESPONSES_WANTED;

    private Retries() {}

    /** Empty when a part has another shape. */
    static Optional<Retry> read(Json params) {
        Optional<Json> state = params.member("requestState");
        Optional<Json> said = params.member("inputResponses");
        if (state.isEmpty() && said.isEmpty()) {
            return Optional.of(Retry.NONE);
        }
        Optional<String> text = state.flatMap(Json::string).filter(given -> given.length() <= STATE_CHARS_MAX);
        Json responses = said.orElse(Json.EMPTY_OBJECT);
        boolean shaped = responses.isObject() && state.isPresent() == text.isPresent();
        Map<String, Json> byKey = responses.members();
        return shaped
                        && byKey.size() <= RESPONSES_MAX
                        && byKey.values().stream().allMatch(Json::isObject)
                ? Optional.of(new Retry(text, byKey))
                : Optional.empty();
    }
}
