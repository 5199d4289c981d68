package dev.gatehouse.transport.client;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamReply.Errored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * URLs that a server of 2025-11-25 wants visited before it does what was asked (error -32042, client/elicitation). For
 * callers it is a question like any other; the error itself is known to that one revision only.
 */
final class UrlVisits {
    static final int URLS_MAX = 8;
    private static final long URL_ELICITATION_REQUIRED = -32042;

    private UrlVisits() {}

    /** The visits as elicitations; empty when the error is another one or names no URL. */
    static Optional<List<InputRequest>> wanted(Errored errored) {
        if (errored.code() != URL_ELICITATION_REQUIRED) {
            return Optional.empty();
        }
        List<InputRequest> requests = new ArrayList<>();
        for (Json visit : errored.data()
                .flatMap(data -> data.member("elicitations"))
                .map(Json::elements)
                .orElse(List.of())) {
            if (visit.text("url").isPresent() && requests.size() < URLS_MAX) {
                // The id would be that of a notification nobody is sent.
                Json params = visit.without("elicitationId").with("mode", Json.of("url"));
                requests.add(new InputRequest("url" + requests.size(), "elicitation/create", params));
            }
        }
        return requests.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(requests));
    }

    /** Whether somebody went to all of them, as far as the client says. */
    static boolean accepted(Map<String, Json> answers) {
        return !answers.isEmpty()
                && answers.values().stream()
                        .allMatch(answer -> answer.text("action").equals(Optional.of("accept")));
    }
}
