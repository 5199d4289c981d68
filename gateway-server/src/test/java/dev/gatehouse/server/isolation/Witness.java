package dev.gatehouse.server.isolation;

import dev.gatehouse.core.json.Json;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Knows what one client may be told, and looks at each message for what is another's. All clients use the same ids, so
 * only the nonce within tells them apart.
 */
final class Witness {
    private static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";

    /**
     * A call under way. Its id is its progress token too.
     *
     * @param steps progress notices it was told to send
     */
    record Expected(long id, String nonce, int steps) {}

    private final String uri;
    private final Optional<Json> subscription;
    private final Crossings crossings;
    private final CountDownLatch updated = new CountDownLatch(1);

    /**
     * @param uri the one resource it watches
     * @param subscription the id of the request that opened its stream of changes; empty in a legacy session
     */
    Witness(String uri, Optional<Json> subscription, Crossings crossings) {
        this.uri = uri;
        this.subscription = subscription;
        this.crossings = crossings;
    }

    /** One message of the answer to a call. True when it was the last. */
    boolean hears(Json message, Expected call) {
        if (message.text("method").equals(Optional.of("notifications/progress"))) {
            progress(message, call);
            return false;
        }
        answer(message, call);
        return true;
    }

    /** One message of the stream of changes. */
    void hears(Json message) {
        String method = message.text("method").orElse("");
        if (method.equals("notifications/resources/updated")) {
            updated(params(message));
        } else if (!method.equals("notifications/subscriptions/acknowledged")) {
            crossings.crossed("on the stream of " + uri + ": " + message);
        }
    }

    /** Whether a change of the resource was heard of in time. */
    boolean awaitUpdate(long seconds) throws InterruptedException {
        return updated.await(seconds, TimeUnit.SECONDS);
    }

    private void progress(Json message, Expected call) {
        Json params = params(message);
        crossings.progress.increment();
        boolean own = params.member("progressToken").equals(Optional.of(Json.of(call.id())))
                && params.text("message").equals(Optional.of(call.nonce()));
        if (!own) {
            crossings.crossed(call + " was told " + message);
        }
    }

    private void answer(Json message, Expected call) {
        Optional<String> text = message.member("result")
                .filter(result -> !result.member("isError").equals(Optional.of(Json.of(true))))
                .flatMap(result -> result.member("content"))
                .flatMap(content -> content.elements().stream().findFirst())
                .flatMap(block -> block.text("text"));
        if (text.isEmpty()) {
            crossings.failed(call + " ended with " + message);
            return;
        }
        crossings.answers.increment();
        boolean own = message.member("id").equals(Optional.of(Json.of(call.id())))
                && text.get().equals(call.nonce());
        if (!own) {
            crossings.crossed(call + " was answered " + message);
        }
    }

    private void updated(Json params) {
        crossings.updates.increment();
        Optional<Json> tag = params.member("_meta").flatMap(meta -> meta.member(SUBSCRIPTION_KEY));
        if (params.text("uri").equals(Optional.of(uri)) && tag.equals(subscription)) {
            updated.countDown();
        } else {
            crossings.crossed("who watches " + uri + " was told of " + params);
        }
    }

    private static Json params(Json message) {
        return message.member("params").orElse(Json.EMPTY_OBJECT);
    }
}
