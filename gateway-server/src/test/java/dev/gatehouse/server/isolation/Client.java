package dev.gatehouse.server.isolation;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.http.ServerSentEvents;
import dev.gatehouse.testkit.mcp.Speech;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * One of many that all count their requests from the same number: calls the upstreams in turn, watches one resource, and
 * has its witness look at all it is told.
 */
final class Client {
    private static final Duration READ_WAIT_MAX = Duration.ofSeconds(60);
    private static final int UPDATE_WAIT_MAX_SECONDS = 60;
    private static final int PROGRESS_EVERY = 4;
    private static final int STEPS = 2;

    private final String name;
    private final Plan plan;
    private final Speech speech;
    private final Random random;
    private final Witness witness;
    private final String uri;
    private long id = 1;

    /**
     * @param upstreams by name, which is also the scheme of the resources of each
     * @param calls how many calls to make
     */
    record Plan(int port, List<String> upstreams, int calls, Crossings crossings) {}

    Client(int number, Plan plan, Speech speech) {
        this.name = "client-" + number;
        this.plan = plan;
        this.speech = speech;
        this.random = new Random(number);
        this.uri = plan.upstreams().get(number % plan.upstreams().size()) + ":///" + name;
        this.witness = new Witness(uri, speech.subscription(), plan.crossings());
    }

    /** @param allWatch passed when every client watches its resource */
    void run(CountDownLatch allWatch) {
        try (HttpConnection calls = connect();
                HttpConnection changes = connect()) {
            try {
                speech.greet(calls);
                watch(calls, changes);
            } finally {
                allWatch.countDown();
            }
            allWatch.await();
            for (int i = 0; i < plan.calls(); i++) {
                call(calls, upstream(), i);
            }
            touch(calls);
        } catch (IOException | JsonSyntaxException e) {
            plan.crossings().failed(name + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpConnection connect() throws IOException {
        return HttpConnection.open(plan.port(), READ_WAIT_MAX);
    }

    private void watch(HttpConnection calls, HttpConnection changes) throws IOException {
        HttpConnection.Response stream = speech.watch(calls, changes, uri);
        if (!stream.isStream()) {
            throw new IOException("no stream of changes: " + stream.status() + " " + stream.text());
        }
        Thread.startVirtualThread(() -> listen(new ServerSentEvents(stream.body())));
    }

    /** Ends when the connection does, at the end of the run. */
    private void listen(ServerSentEvents events) {
        try {
            for (Optional<String> event = events.next(); event.isPresent(); event = events.next()) {
                witness.hears(Json.read(event.get()));
            }
        } catch (IOException e) {
            // Closed by this client when it is through. A stream that ended earlier is missed by awaitUpdate.
        } catch (JsonSyntaxException e) {
            plan.crossings().failed(name + " was told no JSON: " + e);
        }
    }

    private String upstream() {
        return plan.upstreams().get(random.nextInt(plan.upstreams().size()));
    }

    private void call(HttpConnection calls, String upstream, int i) throws IOException, JsonSyntaxException {
        int steps = random.nextInt(PROGRESS_EVERY) == 0 ? STEPS : 0;
        plan.crossings().progressDue.add(steps);
        Witness.Expected expected = new Witness.Expected(id++, name + " says " + i + " to " + upstream, steps);
        String arguments = "{\"nonce\":\"" + expected.nonce() + "\",\"steps\":" + steps + "}";
        hear(speech.call(calls, expected.id(), upstream + "_say", arguments), expected);
    }

    private void touch(HttpConnection calls) throws IOException, JsonSyntaxException, InterruptedException {
        Witness.Expected expected = new Witness.Expected(id++, "touched", 0);
        String scheme = uri.substring(0, uri.indexOf(':'));
        hear(speech.call(calls, expected.id(), scheme + "_touch", "{\"uri\":\"" + uri + "\"}"), expected);
        if (!witness.awaitUpdate(UPDATE_WAIT_MAX_SECONDS)) {
            plan.crossings().failed(uri + " was changed, and who watches it was not told");
        }
    }

    private void hear(HttpConnection.Response response, Witness.Expected expected)
            throws IOException, JsonSyntaxException {
        if (!response.isStream()) {
            witness.hears(Json.read(response.text()), expected);
            return;
        }
        ServerSentEvents events = new ServerSentEvents(response.body());
        boolean answered = false;
        for (Optional<String> event = events.next(); event.isPresent(); event = events.next()) {
            answered |= witness.hears(Json.read(event.get()), expected);
        }
        if (!answered) {
            plan.crossings().failed(expected + " got no answer");
        }
    }
}
