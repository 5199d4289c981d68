package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an upstream of the legacy era asked during one call and was not answered yet. Any thread may add. */
public final class Questions {
    static final int OPEN_MAX = 16;
    /** After so long without another question, those that came are all that is asked at once. */
    static final Duration QUIET = Duration.ofMillis(50);

    private record Open(Json id, InputRequest request) {}

    /** Takes the question that comes next, when nothing else comes before it. */
    @FunctionalInterface
    public interface Following {
        Optional<InputRequest> within(Duration time) throws InterruptedException;
    }

    private final Map<String, Open> open = new LinkedHashMap<>();
    private List<InputRequest> told = List.of();
    private int count;

    /** Takes a question up, under a key of its own; empty when the caller cannot be asked it, or is asked too much. */
    public synchronized Optional<InputRequest> add(Caller caller, Incoming.Asked asked) {
        InputRequest unnamed = new InputRequest("", asked.method(), asked.params());
        if (open.size() >= OPEN_MAX || !caller.canBeAsked(unnamed)) {
            return Optional.empty();
        }
        InputRequest request = new InputRequest("q" + ++count, asked.method(), asked.params());
        open.put(request.key(), new Open(asked.id(), request));
        return Optional.of(request);
    }

    /**
     * What the caller is asked now: the first, and for a caller whose answers all come at once also what is asked right
     * after it.
     */
    public List<InputRequest> told(Caller caller, List<InputRequest> first, Following following)
            throws InterruptedException {
        List<InputRequest> all = new ArrayList<>(first);
        Optional<InputRequest> next = caller.answersByRetry() ? following.within(QUIET) : Optional.empty();
        while (next.isPresent()) {
            all.add(next.get());
            next = following.within(QUIET);
        }
        synchronized (this) {
            told = List.copyOf(all);
        }
        return all;
    }

    /** The responses to what the caller was asked and has answered; the rest stays open. */
    public synchronized List<Json> answered(Map<String, Json> answers) {
        List<Json> responses = new ArrayList<>();
        for (InputRequest request : told) {
            Json answer = answers.get(request.key());
            if (answer != null) {
                settled(request).ifPresent(question -> responses.add(Messages.result(question.id(), answer)));
            }
        }
        return responses;
    }

    /** The responses to what the caller was asked and will not answer. */
    public synchronized List<Json> declined(String reason) {
        return told.stream()
                .flatMap(request -> settled(request).stream())
                .map(question ->
                        Messages.declined(question.id(), question.request().method(), reason))
                .toList();
    }

    private Optional<Open> settled(InputRequest request) {
        return Optional.ofNullable(open.remove(request.key()));
    }
}
