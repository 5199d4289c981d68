package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import java.util.List;

/** The wire form of what an upstream asks (2026-07-28 basic/patterns/mrtr). */
final class Questions {
    private Questions() {}

    /** The questions that a screen let through. */
    static List<InputRequest> of(Outbound screened) {
        if (screened instanceof Outbound.Asked(List<InputRequest> requests)) {
            return requests;
        }
        throw new IllegalStateException("a screen turned a question into something else");
    }

    /** {@code inputRequests} by key. */
    static Json json(List<InputRequest> requests) {
        ObjectWriter questions = Json.object();
        for (InputRequest request : requests) {
            questions.put(
                    request.key(),
                    Json.object()
                            .put("method", request.method())
                            .put("params", request.params())
                            .build());
        }
        return questions.build();
    }

    static Reply.InputRequired required(List<InputRequest> requests, String requestState) {
        ObjectWriter result = Json.object();
        if (!requests.isEmpty()) {
            result.put("inputRequests", json(requests));
        }
        return new Reply.InputRequired(result.put("requestState", requestState).build());
    }
}
