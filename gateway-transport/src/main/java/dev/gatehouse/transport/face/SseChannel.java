package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection of HTTP+SSE (2024-11-05 basic/transports), which is a session: everything said to the client goes over
 * its stream, and when that ends, so does all that was under way.
 */
final class SseChannel {
    /** Calls of one connection under way at once. */
    private static final int UNDER_WAY_MAX = 64;

    private final String id;
    private final Admission.Admitted opener;
    private final EventStream stream;
    private final LiveSession live;
    private final Set<ClientExchange> underWay = ConcurrentHashMap.newKeySet();
    private volatile Session session;
    private volatile boolean begun;
    private int posts;
    private boolean draining;

    SseChannel(String id, Admission.Admitted opener, EventStream stream, LiveSession live) {
        this.id = id;
        this.opener = opener;
        this.stream = stream;
        this.live = live;
        this.session = live.session();
    }

    String id() {
        return id;
    }

    LiveSession live() {
        return live;
    }

    Session session() {
        return session;
    }

    /** {@code initialize} agreed on something else than what is assumed without it. */
    void agreed(Session anew) {
        session = anew;
        begun = true;
    }

    /** Whether it is a session that the trail knows of: before {@code initialize} there is a connection only. */
    boolean hasBegun() {
        return begun;
    }

    /** Only whoever opened the connection may post to it. */
    boolean belongsTo(Caller caller) {
        Admission.Admitted now = caller.admitted();
        return now.principal().key().equals(opener.principal().key())
                && now.server().name().equals(opener.server().name());
    }

    /** False when too much is under way. What is begun is {@link #done}. */
    synchronized boolean tryBegin() {
        if (posts >= UNDER_WAY_MAX || draining) {
            return false;
        }
        posts++;
        return true;
    }

    synchronized void done() {
        posts--;
        if (draining && posts == 0) {
            stream.end();
        }
    }

    /** Ends once nothing is under way any more. */
    synchronized void drain() {
        draining = true;
        if (posts == 0) {
            stream.end();
        }
    }

    boolean say(List<ByteBuffer> message) {
        return stream.send(Sse.namedMessage(message));
    }

    boolean offer(List<ByteBuffer> message) {
        return stream.offer(Sse.namedMessage(message));
    }

    boolean isOver() {
        return !stream.isOpen();
    }

    /** It is cancelled when the stream ends, which may be now. */
    void enter(ClientExchange exchange) {
        underWay.add(exchange);
        if (!stream.isOpen()) {
            exchange.cancel();
        }
    }

    void leave(ClientExchange exchange) {
        underWay.remove(exchange);
    }

    /** The stream is over, and with it the session. */
    void close() {
        underWay.forEach(ClientExchange::cancel);
    }
}
