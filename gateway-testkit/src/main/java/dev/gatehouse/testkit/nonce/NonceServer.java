package dev.gatehouse.testkit.nonce;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the server says, whatever carries it. Its tool {@code say} tells {@code steps} progress notices and then answers,
 * all with the {@code nonce} it was given and after a random while, so that answers overtake each other; {@code touch}
 * makes whoever watches the resource {@code uri} hear of it.
 */
final class NonceServer {
    /** Where messages go. */
    @FunctionalInterface
    interface Line {
        void send(Json message) throws IOException;
    }

    private static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";
    private static final int STEP_MILLIS_MAX = 6;
    private static final int SLOW_EVERY = 50;
    private static final int SLOW_MILLIS = 60;

    private final String scheme;
    private final boolean modern;
    private final Random random;
    private final Mischief mischief;
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    /** Lines that are told of resources, each with the request that opened it. */
    private final Map<Line, Json> listeners = new ConcurrentHashMap<>();

    /**
     * @param scheme of the resources it has: {@code scheme:///ANYTHING}
     * @param seed of the waits
     */
    NonceServer(String scheme, boolean modern, long seed, Mischief mischief) {
        this.scheme = scheme;
        this.modern = modern;
        this.random = new Random(seed);
        this.mischief = mischief;
    }

    /** Whether something is said before the answer. */
    boolean streams(Json message) {
        return steps(message) > 0 || isListen(message);
    }

    static boolean isListen(Json message) {
        return message.text("method").equals(Optional.of("subscriptions/listen"));
    }

    /** Answers a request, after its wait; a notification gets no answer. */
    void accept(Json message, Line line) throws IOException {
        Optional<Json> id = message.member("id");
        if (id.isEmpty()) {
            return;
        }
        if (isListen(message)) {
            listen(message, line);
            return;
        }
        line.send(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", id.get())
                .put("result", result(message, line))
                .build());
    }

    /** From now on the line is told what changes. */
    void attach(Line line) {
        listeners.put(line, Json.EMPTY_OBJECT);
    }

    void detach(Line line) {
        listeners.remove(line);
    }

    private Json result(Json message, Line line) throws IOException {
        Json params = params(message);
        ObjectWriter result = Json.object();
        switch (message.text("method").orElse("")) {
            case "initialize" ->
                result.put("protocolVersion", "2025-11-25")
                        .put("capabilities", Definitions.CAPABILITIES)
                        .put("serverInfo", Definitions.SELF);
            case "server/discover" ->
                result.put("supportedVersions", Json.ofStrings(List.of("2026-07-28")))
                        .put("capabilities", Definitions.CAPABILITIES);
            case "tools/list" -> result.put("tools", Definitions.TOOLS);
            case "resources/list" -> result.put("resources", Json.array().build());
            case "resources/templates/list" -> result.put("resourceTemplates", Definitions.templates(scheme));
            case "resources/subscribe" -> subscribed.add(params.text("uri").orElse(""));
            case "resources/unsubscribe" -> subscribed.remove(params.text("uri").orElse(""));
            case "tools/call" -> result.put("content", called(message, line));
            default -> {
                // ping and whatever else: an empty result
            }
        }
        return modern ? Definitions.modern(result) : result.build();
    }

    private Json called(Json message, Line line) throws IOException {
        Json arguments = params(message).member("arguments").orElse(Json.EMPTY_OBJECT);
        Optional<String> uri = arguments.text("uri");
        if (uri.isPresent()) {
            touch(uri.get());
            return Definitions.text("touched");
        }
        String nonce = arguments.text("nonce").orElse("");
        Optional<Json> token = params(message).member("_meta").flatMap(meta -> meta.member("progressToken"));
        for (long step = 1; step <= steps(message) && token.isPresent(); step++) {
            pause();
            line.send(notification(
                    "notifications/progress",
                    Json.object()
                            .put("progressToken", token.get())
                            .put("progress", step)
                            .put("message", mischief.shown(nonce))
                            .build()));
        }
        pause();
        return Definitions.text(mischief.shown(nonce));
    }

    /** Tells every line that watches the resource. */
    void touch(String uri) {
        listeners.forEach((line, listen) -> {
            Json wanted = params(listen)
                    .member("notifications")
                    .flatMap(all -> all.member("resourceSubscriptions"))
                    .orElseGet(() -> Json.ofStrings(subscribed));
            if (wanted.elements().contains(Json.of(uri))) {
                tell(line, updated(uri, listen.member("id")));
            }
        });
    }

    private void tell(Line line, Json message) {
        try {
            line.send(message);
        } catch (IOException e) {
            detach(line);
        }
    }

    private void listen(Json message, Line line) throws IOException {
        Json honoured = params(message).member("notifications").orElse(Json.EMPTY_OBJECT);
        listeners.put(line, message);
        line.send(notification(
                "notifications/subscriptions/acknowledged",
                tagged(message.member("id")).put("notifications", honoured).build()));
    }

    private static Json updated(String uri, Optional<Json> subscription) {
        return notification(
                "notifications/resources/updated",
                tagged(subscription).put("uri", uri).build());
    }

    private static ObjectWriter tagged(Optional<Json> subscription) {
        return Json.object()
                .putJsonIf(
                        "_meta",
                        subscription.map(
                                id -> Json.object().put(SUBSCRIPTION_KEY, id).build()));
    }

    private static Json notification(String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("params", params)
                .build();
    }

    private void pause() {
        int millis = random.nextInt(SLOW_EVERY) == 0 ? SLOW_MILLIS : random.nextInt(STEP_MILLIS_MAX);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static long steps(Json message) {
        return params(message)
                .member("arguments")
                .flatMap(arguments -> arguments.member("steps"))
                .map(steps -> steps.integer().orElse(0))
                .orElse(0L);
    }

    private static Json params(Json message) {
        return message.member("params").orElse(Json.EMPTY_OBJECT);
    }
}
