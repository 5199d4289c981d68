package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.News;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to no call: the GET stream of a legacy session, or the {@code subscriptions/listen} of a modern server.
 * Neither is opened with a server that declares nothing it could tell there.
 */
final class HttpNews {
    private final HttpSession session;
    private final Road road;
    private final Connector.Listener listener;
    private final Listening listening;
    private final LongSupplier nanoTime;
    private @Nullable StreamReader unsolicited;
    private boolean closed;

    HttpNews(HttpSession session, Road road, Connector.Listener listener, LongSupplier nanoTime) {
        this.session = session;
        this.road = road;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.listening = new Listening(session.introduction(), this::listen);
    }

    void follow(Set<String> uris, Runnable begun) {
        if (session.version().isModern()) {
            listening.follow(uris, begun);
            return;
        }
        openUnsolicited();
        begun.run();
    }

    /** The stream of the old session tells nothing any more. */
    void renewed() {
        StreamReader old;
        synchronized (this) {
            old = unsolicited;
            unsolicited = null;
        }
        if (old != null) {
            old.close();
            openUnsolicited();
        }
    }

    void close() {
        listening.close();
        synchronized (this) {
            closed = true;
            if (unsolicited != null) {
                unsolicited.close();
            }
        }
    }

    private synchronized void openUnsolicited() {
        if (unsolicited == null && !closed && session.introduction().tellsNews()) {
            StreamReader reader = new StreamReader(road, session::get, this::told, () -> {}, nanoTime);
            unsolicited = reader;
            reader.start();
        }
    }

    private boolean told(Incoming message) {
        if (message instanceof Incoming.Told told) {
            boolean _ = News.tell(told, listener);
        }
        return true;
    }

    private AutoCloseable listen(Json notifications, Listening.Listener stream) {
        Json params = session.dialect().own(Json.object().put("notifications", notifications));
        StreamReader reader = new StreamReader(
                road,
                _ -> session.stream("subscriptions/listen", params),
                message -> listened(message, stream),
                stream::ended,
                nanoTime);
        reader.start();
        return reader;
    }

    /** False when the server refuses to be listened to. */
    private boolean listened(Incoming message, Listening.Listener stream) {
        if (message instanceof Incoming.Failure) {
            return false;
        }
        if (message instanceof Incoming.Told told && told.method().equals("notifications/subscriptions/acknowledged")) {
            stream.begun();
            return true;
        }
        return told(message);
    }

    /** How a stream begins; the id is that of the last event seen. */
    @FunctionalInterface
    interface Opening {
        HttpExchange open(Optional<String> lastEventId);
    }
}
