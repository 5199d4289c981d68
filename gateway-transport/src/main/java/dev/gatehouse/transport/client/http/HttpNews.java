package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.News;
import dev.gatehouse.transport.client.rpc.Topic;
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

    void follow(Set<Topic> topics, Listening.Begun begun) {
        if (session.version().isModern()) {
            listening.follow(topics, begun);
            return;
        }
        openUnsolicited();
        begun.begun(Set.of());
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

    /** Opens the stream on which many servers ask, whosever call it is about; returns when it is open, or cannot be. */
    void openForQuestions() throws InterruptedException {
        openUnsolicited();
        StreamReader opened;
        synchronized (this) {
            opened = unsolicited;
        }
        if (opened != null) {
            opened.awaitBegun();
        }
    }

    private synchronized void openUnsolicited() {
        if (unsolicited == null
                && !closed
                && (session.canBeAsked() || session.introduction().tellsNews())) {
            StreamReader reader = new StreamReader(road, session::get, this::told, () -> {}, nanoTime);
            unsolicited = reader;
            reader.start();
        }
    }

    private boolean told(Incoming message) {
        switch (message) {
            case Incoming.Told told -> {
                boolean _ = News.tell(told, listener);
            }
            case Incoming.Asked asked -> session.asked(asked);
            case Incoming.Answer _, Incoming.Failure _, Incoming.Junk _ -> {
                // Nothing was asked whose answer could come here.
            }
        }
        return true;
    }

    private AutoCloseable listen(Json notifications, Listening.Listener stream) {
        Json params = session.dialect().listen(notifications);
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
            stream.begun(told.params().member("notifications").orElse(Json.EMPTY_OBJECT));
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
