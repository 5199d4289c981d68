package dev.gatehouse.server.abuse;

import static dev.gatehouse.server.abuse.RawUpstream.json;
import static dev.gatehouse.server.abuse.RawUpstream.result;
import static dev.gatehouse.server.abuse.RawUpstream.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** An upstream that says secrets wherever it can say something: which one, the call's argument {@code key} tells. */
final class PlantedAnswers {
    /** One for each way to answer. */
    static final List<String> TOOLS =
            List.of("text", "structured", "keyed", "meta", "refusal", "error", "failure", "garbage");

    private final Plants plants;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final AtomicInteger keys = new AtomicInteger();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    PlantedAnswers(Plants plants) {
        this.plants = plants;
    }

    /**
     * One after the other: where many calls in a row fail, the gateway spares the upstream and ends calls by itself, and nothing
     * would be planted.
     */
    void inTurn(Asking asking) throws IOException {
        turn.lock();
        try {
            asking.ask();
        } finally {
            turn.unlock();
        }
    }

    interface Asking {
        void ask() throws IOException;
    }

    /** Keys that nobody asked with: what was to be answered then was never said. */
    Set<String> unsaid() {
        Set<String> unsaid = new TreeSet<>(secrets.keySet());
        unsaid.removeAll(said);
        return unsaid;
    }

    /** A secret that will be answered with; the key to ask for it by. */
    String plant(SecretShape shape, String where) {
        String key = "k" + keys.incrementAndGet();
        secrets.put(key, plants.plant(shape, where));
        return key;
    }

    void answer(RawUpstream.Call call, OutputStream out) throws IOException {
        String key = call.arguments().path("key").asString("");
        said.add(key);
        String secret = secrets.getOrDefault(key, "none");
        String text = "{\"content\":[{\"type\":\"text\",\"text\":\"" + secret + "\"}]";
        String nothing = "{\"content\":[]";
        switch (call.tool()) {
            case "text" -> json(out, result(call, text));
            case "structured" ->
                json(out, result(call, nothing + ",\"structuredContent\":{\"deep\":[{\"it\":\"" + secret + "\"}]}"));
            case "keyed" -> json(out, result(call, nothing + ",\"structuredContent\":{\"" + secret + "\":{\"it\":1}}"));
            case "meta" -> json(out, result(call, nothing + ",\"_meta\":{\"it\":\"" + secret + "\"}"));
            case "refusal" -> json(out, result(call, text + ",\"isError\":true"));
            case "error" ->
                json(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + call.id() + ",\"error\":{\"code\":-32000,\"message\":\""
                                + secret + "\",\"data\":{\"it\":\"" + secret + "\"}}}");
            case "failure" ->
                write(
                        out,
                        "HTTP/1.1 500 Broken\r\nContent-Type: text/plain\r\nContent-Length: " + secret.length()
                                + "\r\n\r\n" + secret);
            default -> json(out, "{\"" + secret);
        }
    }
}
