package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The wire form of what an upstream asks (2026-07-28 basic/patterns/mrtr). */
final class Questions {
    private static final String ELICITATION = "elicitation/create";
    private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");
    private static final StageId QUESTION = new StageId("question");
    private static final StageId ANSWER = new StageId("answer");

    private Questions() {}

    /** The questions that a screen let through, as a client may be asked them. */
    static List<InputRequest> of(UpstreamId upstream, Outbound screened) {
        if (screened instanceof Outbound.Asked(List<InputRequest> requests)) {
            return from(upstream, requests);
        }
        throw new IllegalStateException("a screen turned a question into something else");
    }

    /**
     * The same requests, each elicitation with the name of the upstream before its words. Clients tell their users which
     * server asks (2026-07-28 client/elicitation); they know only the virtual server, so the gateway says the rest.
     */
    static List<InputRequest> from(UpstreamId upstream, List<InputRequest> requests) {
        return requests.stream().map(request -> from(upstream, request)).toList();
    }

    private static InputRequest from(UpstreamId upstream, InputRequest request) {
        String origin = "[" + upstream + "] ";
        // What is asked a second time has it already.
        return request.params()
                .text("message")
                .filter(message -> request.method().equals(ELICITATION) && !message.startsWith(origin))
                .map(message -> new InputRequest(
                        request.key(), request.method(), request.params().with("message", Json.of(origin + message))))
                .orElse(request);
    }

    /** For the record: what kind each question is of, whatever is kept of its words. */
    static List<Finding> findings(List<InputRequest> requests) {
        return requests.stream()
                .map(request -> new Finding(QUESTION, "asked", request.method()))
                .toList();
    }

    /** For the record: what a client did about each question; only elicitations have a word for it. */
    static List<Finding> findings(Map<String, Json> answers) {
        return answers.values().stream()
                .map(answer -> answer.text("action").filter(ACTIONS::contains).orElse("answered"))
                .map(word -> new Finding(ANSWER, word, "to what the upstream asked"))
                .toList();
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
