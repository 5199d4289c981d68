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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What of one upstream is watched and by how many. The upstream hears of the first watcher and of the last only. */
final class Subscriptions {
    static final int TOPICS_MAX = 10_000;
    /** What a subscription ends with when the upstream will tell nothing. */
    static final UpstreamReply UNTOLD = new UpstreamReply.Errored(-32601, "Method not found", Optional.empty());

    private static final String UNSUBSCRIBE = "resources/unsubscribe";

    private final Waits waits;
    private final Supplier<Optional<Session>> session;
    private final Map<Topic, Integer> watchers = new HashMap<>();
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
        if (topic instanceof Topic.Resource && joins(topic)) {
            Operation _ = permit.spend();
            over.over(true);
            return new EndedCall(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        }
        if (isFull()) {
            over.over(true);
            return EndedCall.unsent(Cause.OVERLOADED, "as much is watched as is allowed");
        }
        if (!current.version().isModern()) {
            return new Subscribing(current.open(permit, Optional.empty(), over), this, topic);
        }
        if (!tellsOf(topic, current.introduction())) {
            over.over(true);
            return new EndedCall(UNTOLD);
        }
        Operation _ = permit.spend();
        watch(topic);
        Following following = new Following(this, topic, over, waits);
        follow(current, following::begun);
        return following;
    }

    /** One watcher less; the last one's departure is told upstream. */
    void release(Topic topic) {
        if (leaves(topic)) {
            session.get().ifPresent(current -> tellUnwatched(current, topic));
        }
    }

    /** Tells a conversation that knows nothing yet what is watched. For the thread that looks after the upstream. */
    void renew(Session current, Supplier<Deadline> patience) {
        follow(current, _ -> {});
        if (!current.version().isModern()) {
            for (Topic topic : topics()) {
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
            current.follow(topics(), begun);
        }
    }

    synchronized void watch(Topic topic) {
        watchers.merge(topic, 1, Integer::sum);
    }

    /** What was subscribed to upstream and is wanted by nobody after all. */
    void unwanted(Topic topic) {
        if (!topics().contains(topic)) {
            session.get().ifPresent(current -> tellUnwatched(current, topic));
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

    private void tellUnwatched(Session current, Topic topic) {
        if (current.version().isModern()) {
            follow(current, _ -> {});
        } else if (topic instanceof Topic.Resource(String uri)) {
            current.send(UNSUBSCRIBE, current.dialect().own(Json.object().put("uri", uri)));
        }
    }

    private synchronized boolean joins(Topic topic) {
        return watchers.computeIfPresent(topic, (_, count) -> count + 1) != null;
    }

    private synchronized boolean leaves(Topic topic) {
        return watchers.containsKey(topic)
                && watchers.computeIfPresent(topic, (_, count) -> count == 1 ? null : count - 1) == null;
    }

    private synchronized boolean isFull() {
        return watchers.size() >= TOPICS_MAX;
    }

    private synchronized Set<Topic> topics() {
        return Set.copyOf(watchers.keySet());
    }
}
