package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which resources of one upstream are watched and by how many. The upstream hears of the first and of the last only. */
final class Subscriptions {
    static final int URIS_MAX = 10_000;
    private static final String UNSUBSCRIBE = "resources/unsubscribe";

    private final Waits waits;
    private final Supplier<Optional<Session>> session;
    private final Map<String, Integer> watchers = new HashMap<>();
    private final Object following = new Object();

    /** @param session the shared one of the moment */
    Subscriptions(Waits waits, Supplier<Optional<Session>> session) {
        this.waits = waits;
        this.session = session;
    }

    /** Does a permitted SUBSCRIBE; it counts once it is complete. */
    UpstreamCall open(Session current, Permit permit, Session.Over over) {
        String uri = permit.operation().target().upstreamName();
        if (joins(uri)) {
            Operation _ = permit.spend();
            over.over(true);
            return new EndedCall(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        }
        if (isFull()) {
            over.over(true);
            return EndedCall.unsent(Cause.OVERLOADED, "as many resources are watched as is allowed");
        }
        if (!current.version().isModern()) {
            return new Subscribing(current.open(permit, Optional.empty(), over), this, uri);
        }
        if (!current.introduction().declares("resources", "subscribe")) {
            over.over(true);
            return new EndedCall(new UpstreamReply.Errored(-32601, "Method not found", Optional.empty()));
        }
        Operation _ = permit.spend();
        watch(uri);
        Following following = new Following(this, uri, over, waits);
        follow(current, following::begun);
        return following;
    }

    /** One watcher less; the last one's departure is told upstream. */
    void release(String uri) {
        if (leaves(uri)) {
            session.get().ifPresent(current -> tellUnwatched(current, uri));
        }
    }

    /** Tells a conversation that knows nothing yet what is watched. For the thread that looks after the upstream. */
    void renew(Session current, Supplier<Deadline> patience) {
        follow(current, () -> {});
        if (!current.version().isModern()) {
            for (String uri : uris()) {
                Json params = current.dialect().own(Json.object().put("uri", uri));
                UpstreamReply _ = current.ask("resources/subscribe", params, patience.get());
            }
        }
    }

    /** One at a time, so that the last word is never an older set. */
    private void follow(Session current, Runnable begun) {
        synchronized (following) {
            current.follow(uris(), begun);
        }
    }

    synchronized void watch(String uri) {
        watchers.merge(uri, 1, Integer::sum);
    }

    /** What was subscribed to upstream and is wanted by nobody after all. */
    void unwanted(String uri) {
        if (!uris().contains(uri)) {
            session.get().ifPresent(current -> tellUnwatched(current, uri));
        }
    }

    private void tellUnwatched(Session current, String uri) {
        if (current.version().isModern()) {
            follow(current, () -> {});
        } else {
            current.send(UNSUBSCRIBE, current.dialect().own(Json.object().put("uri", uri)));
        }
    }

    private synchronized boolean joins(String uri) {
        return watchers.computeIfPresent(uri, (_, count) -> count + 1) != null;
    }

    private synchronized boolean leaves(String uri) {
        return watchers.containsKey(uri)
                && watchers.computeIfPresent(uri, (_, count) -> count == 1 ? null : count - 1) == null;
    }

    private synchronized boolean isFull() {
        return watchers.size() >= URIS_MAX;
    }

    private synchronized Set<String> uris() {
        return Set.copyOf(watchers.keySet());
    }
}
