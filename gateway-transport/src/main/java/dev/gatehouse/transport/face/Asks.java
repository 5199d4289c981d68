package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Exchange.Answers;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the gateway has asked one client and waits for, under ids of the gateway's own. Each legacy session has its own
 * table, so an answer from any other session finds nothing.
 */
final class Asks {
    /** Requests to one client that wait at once. */
    static final int OPEN_MAX = 64;

    private static final String PREFIX = "gw-";

    private record Question(Round round, InputRequest request) {}

    private final Map<String, Question> open = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Gives each request an id. What comes of the round is {@link Round#await}; whoever began it closes it. */
    Round begin(List<InputRequest> requests) {
        Round round = new Round(requests);
        if (open.size() + requests.size() > OPEN_MAX) {
            round.fail("too many questions to this client are open");
            return round;
        }
        round.questions.forEach((id, request) -> open.put(id, new Question(round, request)));
        if (ended.get()) {
            round.fail("the session ended");
        }
        return round;
    }

    /** False when nobody waits for such an answer. */
    boolean returned(JsonRpcMessage.Response response) {
        String id = response.id().string().orElse("");
        Question question = open.remove(id);
        if (question == null) {
            return false;
        }
        question.round().take(question.request(), response);
        return true;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Nobody will answer any more. */
    void end() {
        ended.set(true);
        open.values().forEach(question -> question.round().fail("the session ended"));
    }

    /** Several questions that are asked together and answered one by one. */
    final class Round implements AutoCloseable {
        private final Map<String, InputRequest> questions = new LinkedHashMap<>();
        private final Map<String, Json> given = new ConcurrentHashMap<>();
        private final CompletableFuture<Answers> outcome = new CompletableFuture<>();

        private Round(List<InputRequest> requests) {
            for (InputRequest request : requests) {
                String id = PREFIX
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
                questions.put(id, request);
            }
        }

        /** The requests by the id each is to be asked under. */
        Map<String, InputRequest> questions() {
            return questions;
        }

        void fail(String reason) {
            outcome.complete(new Answers.Missing(reason));
        }

        /** Waits for the last answer, or for the first reason why one will not come. */
        Answers await(long nanos) {
            try {
                return outcome.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return new Answers.Missing("the client did not answer in time");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Answers.Missing("the gateway is stopping");
            } catch (ExecutionException e) {
                throw new IllegalStateException("nothing completes a round with an exception", e);
            }
        }

        /** Ids that were not answered, so that the client can be told to stop thinking about them. */
        List<String> unanswered() {
            return questions.keySet().stream().filter(open::containsKey).toList();
        }

        @Override
        public void close() {
            questions.keySet().forEach(open::remove);
        }

        private void take(InputRequest question, JsonRpcMessage.Response response) {
            switch (response) {
                case JsonRpcMessage.Refusal refusal -> fail("the client answered with error " + refusal.code());
                case JsonRpcMessage.Answer answer -> {
                    given.put(question.key(), answer.result());
                    if (given.size() == questions.size()) {
                        outcome.complete(new Answers.Given(Map.copyOf(given)));
                    }
                }
            }
        }
    }
}
