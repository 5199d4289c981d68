package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Begins a legacy session, and begins it again whenever the server has lost it. */
final class Initializing {
    private static final Duration RENEWAL_MAX = Duration.ofSeconds(10);

    private final SessionRoad road;
    private final Settled settled;
    private final Connector.Listener listener;
    private final Runnable renewed;
    private final ReentrantLock renewal = new ReentrantLock();

    /** @param renewed run when another session has taken the place of a lost one */
    Initializing(SessionRoad road, Settled settled, Connector.Listener listener, Runnable renewed) {
        this.road = road;
        this.settled = settled;
        this.listener = listener;
        this.renewed = renewed;
    }

    /** Sends {@code initialize}. */
    static HttpCall begin(SessionRoad road, Dialect dialect, ClientCapabilities declared, Connector.Listener listener) {
        long id = road.nextId();
        Json message = Messages.request(id, "initialize", dialect.initialize(declared));
        // The revision is not settled yet and there is no session: neither may be named.
        HttpExchange exchange = road.road().post(message, new DefaultHttpHeaders());
        return new HttpCall(id, Caller.GATEWAY, new StandaloneContext(road, listener), exchange, Session.Over.NOBODY);
    }

    /**
     * Enters the session that {@code initialize} was answered with. Waits until the server has seen
     * {@code notifications/initialized}: some refuse whatever overtakes it.
     */
    void enter(Optional<String> session, Deadline deadline) {
        road.enter(session);
        road.tell(Messages.notification("notifications/initialized", Json.EMPTY_OBJECT), deadline);
        if (settled.canBeAsked() && settled.introduction().declares("logging")) {
            Json level = Json.object().put("level", "debug").build();
            road.tell(Messages.request(road.nextId(), "logging/setLevel", level), deadline);
        }
    }

    /** Whether there is a session again after this one was refused. One thread renews, the others find it done. */
    boolean renew(Optional<String> refused, Deadline deadline) {
        renewal.lock();
        try {
            if (!road.sessionId().equals(refused)) {
                return true;
            }
            Deadline patience = deadline.earlier(road.in(RENEWAL_MAX));
            HttpCall call = begin(road, settled.dialect(), settled.declared(), listener);
            if (Discovery.legacy(Replies.await(call, patience)).isEmpty()) {
                return false;
            }
            enter(call.head().flatMap(AnswerHead::sessionId), patience);
        } finally {
            renewal.unlock();
        }
        renewed.run();
        listener.renewed();
        return true;
    }
}
