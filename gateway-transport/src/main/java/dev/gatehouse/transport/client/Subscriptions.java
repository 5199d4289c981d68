package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What of one upstream is watched and by how many. The upstream hears of the first watcher and of the last only. */
final class Subscriptions {
    static final int TOPICS_MAX = 10_000;
    /** What a subscription ends with when the upstream will tell nothing. */
    static final UpstreamReply UNTOLD = new UpstreamReply.Errored(-32601, "Method not found", Optional.empty());

    private static final String UNSUBSCRIBE = "resources/unsubscribe";
    /** An upstream that does not say within this that it tells no more is taken at its silence. */
    private static final Duration LEAVE_MAX = Duration.ofSeconds(5);

    private final Waits waits;
    private final Supplier<Optional<Session>> session;
    private final Watchers watchers = new Watchers();
    private final Object following = new Object();

    /** @param session the shared one of the moment */
    Subscriptions(Waits waits, Supplier<Optional<Session>> session) {
        this.waits = waits;
        this.session = session;
    }

    /** Does a permitted SUBSCRIBE or WATCH_TASK; it counts once it is complete. */
    UpstreamCall open(Session current, Permit permit, Session.Over over) {
        Topic topic = topic(permit.operation());
        // Whether a task is told of only its acknowledgement says, so each watcher asks.
        if (topic instanceof Topic.Resource && watchers.joins(topic)) {
            Operation _ = permit.spend();
            over.over(true);
            return new EndedCall(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        }
        if (watchers.count() >= TOPICS_MAX) {
            over.over(true);
            return EndedCall.unsent(Cause.OVERLOADED, "as much is watched as is allowed");
        }
        if (!current.version().isModern()) {
            return subscribing(current, permit, topic, over);
        }
        if (!tellsOf(topic, current.introduction())) {
            over.over(true);
            return new EndedCall(UNTOLD);
        }
        Operation _ = permit.spend();
        watchers.watch(topic);
        Following following = new Following(this, topic, over, waits);
        follow(current, following::begun);
        return following;
    }

    private UpstreamCall subscribing(Session current, Permit permit, Topic topic, Session.Over over) {
        watchers.arrives(topic);
        try {
            watchers.awaitGone(topic, LEAVE_MAX.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Subscribing(current.open(permit, Optional.empty(), over), this, topic);
    }

    /** One watcher less; the last one's departure is told upstream. Never blocks. */
    void release(Topic topic) {
        if (watchers.leaves(topic)) {
            giveUp(topic);
        }
    }

    /** Tells a conversation that knows nothing yet what is watched. For the thread that looks after the upstream. */
    void renew(Session current, Supplier<Deadline> patience) {
        follow(current, _ -> {});
        if (!current.version().isModern()) {
            for (Topic topic : watchers.topics()) {
                if (topic instanceof Topic.Resource(String uri)) {
                    Json params = current.dialect().own(Json.object().put("uri", uri));
                    UpstreamReply _ = current.ask("resources/subscribe", params, patience.get());
                }
            }
        }
    }

    /** One at a time, so that the last word is never an older set. */
    private void follow(Session current, Listening.Begun begun) {
        synchronized (following) {
            current.follow(watchers.topics(), begun);
        }
    }

    /** A subscription succeeded upstream. */
    void begun(Topic topic) {
        watchers.arrived(topic);
    }

    /** What was perhaps subscribed to upstream and is wanted by one less. Never blocks. */
    void unwanted(Topic topic) {
        if (watchers.turnsBack(topic)) {
            giveUp(topic);
        }
    }

    private static Topic topic(Operation operation) {
        return operation.verb() == Operation.Verb.WATCH_TASK
                ? new Topic.Task(operation.arguments().text(Operation.TASK_ID).orElse(""))
                : new Topic.Resource(operation.target().upstreamName());
    }

    private static boolean tellsOf(Topic topic, Introduction introduction) {
        return switch (topic) {
            case Topic.Resource _ -> introduction.declares("resources", "subscribe");
            case Topic.Task _ -> introduction.hasExtension(ClientCapabilities.TASKS_EXTENSION);
        };
    }

    /** On a thread of its own: others must not come before the upstream's answer, and whoever left waits for nothing. */
    private void giveUp(Topic topic) {
        Thread.startVirtualThread(() -> {
            try {
                session.get().ifPresent(current -> tellUnwatched(current, topic));
            } finally {
                watchers.gone(topic);
            }
        });
    }

    private void tellUnwatched(Session current, Topic topic) {
        if (current.version().isModern()) {
            follow(current, _ -> {});
        } else if (topic instanceof Topic.Resource(String uri)) {
            Json params = current.dialect().own(Json.object().put("uri", uri));
            UpstreamReply _ = current.ask(UNSUBSCRIBE, params, Deadline.in(LEAVE_MAX, waits.nanoTime()));
        }
    }
}
