package dev.gatehouse.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.EndpointServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An HTTP Event Collector as its documentation has it, with an indexer that can be slow and a memory that can be lost. */
final class SplunkCollector implements AutoCloseable {
    static final String TOKEN = "11111111-2222-3333-4444-555555555555";

    private final EndpointServer server;
    private final Map<Long, List<Json>> waiting = new HashMap<>();
    private final Map<Long, Boolean> acks = new HashMap<>();
    private final List<Json> indexed = new ArrayList<>();
    private long nextAck = 7;
    /** Answers every event request with this, where it is set. */
    private Optional<Answer> instead = Optional.empty();

    private Predicate<Json> invalid = _ -> false;
    private boolean isAcknowledging = true;
    private boolean isIndexing = true;
    private int asked;

    private SplunkCollector(EndpointServer server) {
        this.server = server;
    }

    static SplunkCollector start() throws IOException {
        SplunkCollector collector = new SplunkCollector(EndpointServer.start());
        collector.server.serve(List.of(
                collector.at("/services/collector/event", collector::events),
                collector.at("/services/collector/ack", collector::acks)));
        return collector;
    }

    private Endpoint at(String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.POST,
                PathPattern.of(path),
                Endpoint.Guard.PUBLIC,
                1 << 20,
                handler);
    }

    String url() {
        return server.url();
    }

    synchronized void answersInstead(Optional<Answer> answer) {
        instead = answer;
    }

    synchronized void findsInvalid(Predicate<Json> event) {
        invalid = event;
    }

    synchronized void acknowledges(boolean does) {
        isAcknowledging = does;
    }

    synchronized void indexes(boolean does) {
        isIndexing = does;
    }

    /** What was taken and not indexed is gone. */
    synchronized void losesItsMemory() {
        waiting.clear();
    }

    synchronized List<Json> indexed() {
        return List.copyOf(indexed);
    }

    synchronized int timesAsked() {
        return asked;
    }

    static Answer said(int status, int code, String text) {
        return Answer.json(status, "{\"text\":\"" + text + "\",\"code\":" + code + "}");
    }

    private synchronized Answer events(Request request) {
        Optional<Answer> wrong = wrong(request);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<Json> events =
                new String(request.body(), UTF_8).lines().map(Samples::json).toList();
        for (int i = 0; i < events.size(); i++) {
            if (invalid.test(events.get(i))) {
                take(events.subList(0, i));
                return Answer.json(
                        400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":" + i + "}");
            }
        }
        long ack = take(events);
        return isAcknowledging
                ? Answer.json(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + ack + "}")
                : said(200, 0, "Success");
    }

    private Optional<Answer> wrong(Request request) {
        if (instead.isPresent()) {
            return instead;
        }
        if (!request.header("authorization").equals(Optional.of("Splunk " + TOKEN))) {
            return Optional.of(said(403, 4, "Invalid token"));
        }
        if (isAcknowledging && request.header("x-splunk-request-channel").isEmpty()) {
            return Optional.of(said(400, 10, "Data channel is missing"));
        }
        return Optional.empty();
    }

    private long take(List<Json> events) {
        if (isAcknowledging) {
            waiting.put(nextAck, events);
        } else {
            indexed.addAll(events);
        }
        return nextAck++;
    }

    /** An id that was answered with true is forgotten. */
    private synchronized Answer acks(Request request) {
        asked++;
        if (isIndexing) {
            waiting.forEach((ack, events) -> {
                indexed.addAll(events);
                acks.put(ack, true);
            });
            waiting.clear();
        }
        StringBuilder out = new StringBuilder();
        for (Json id : Samples.json(new String(request.body(), UTF_8))
                .member("acks")
                .orElseThrow()
                .elements()) {
            long ack = id.integer().orElseThrow();
            out.append(out.isEmpty() ? "" : ",")
                    .append('"')
                    .append(ack)
                    .append("\":")
                    .append(acks.remove(ack) != null);
        }
        return Answer.json(200, "{\"acks\":{" + out + "}}");
    }

    @Override
    public void close() {
        server.close();
    }
}
