package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an upstream of the legacy era asked during one call and was not answered yet. Any thread may add. */
public final class Questions {
    static final int OPEN_MAX = 16;

    private record Open(Json id, InputRequest request) {}

    private final Map<String, Open> open = new LinkedHashMap<>();
    private int count;

    /** Takes a question up, under a key of its own; empty when too many wait for an answer already. */
    public synchronized Optional<InputRequest> add(Incoming.Asked asked) {
        if (open.size() >= OPEN_MAX) {
            return Optional.empty();
        }
        InputRequest request = new InputRequest("q" + ++count, asked.method(), asked.params());
        open.put(request.key(), new Open(asked.id(), request));
        return Optional.of(request);
    }

    /** The responses to these questions; one without an answer is declined. */
    public synchronized List<Json> answered(List<InputRequest> asked, Map<String, Json> answers) {
        List<Json> responses = new ArrayList<>();
        for (InputRequest request : asked) {
            Json answer = answers.get(request.key());
            Open question = open.remove(request.key());
            if (question != null) {
                responses.add(
                        answer == null
                                ? Messages.declined(question.id(), request.method(), "not answered")
                                : Messages.result(question.id(), answer));
            }
        }
        return responses;
    }

    public synchronized List<Json> declined(List<InputRequest> asked, String reason) {
        List<Json> responses = new ArrayList<>();
        for (InputRequest request : asked) {
            Open question = open.remove(request.key());
            if (question != null) {
                responses.add(Messages.declined(question.id(), request.method(), reason));
            }
        }
        return responses;
    }
}
