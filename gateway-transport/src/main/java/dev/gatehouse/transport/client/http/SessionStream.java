package dev.gatehouse.transport.client.http;

import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.News;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The GET stream of a legacy session. It tells news, for as long as the session is there; or it asks, whosever call a
 * question is about, and then it is open while there are calls and for {@link #IDLE_MAX} after: a server may be waiting
 * for its streams to end.
 */
final class SessionStream {
    static final Duration IDLE_MAX = Duration.ofSeconds(5);

    private final SessionRoad road;
    private final Connector.Listener listener;
    private final Map<Long, HttpCall> asking = new ConcurrentHashMap<>();
    private @Nullable Opened opened;
    private boolean standing;
    private boolean closed;
    private long usedNanos;

    SessionStream(SessionRoad road, Connector.Listener listener) {
        this.road = road;
        this.listener = listener;
    }

    /** Opens the stream for news. */
    synchronized void openForNews() {
        standing = true;
        Opened _ = begin();
    }

    /**
     * Opens the stream for a call that is about to begin and may be asked; returns when it is open, or cannot be. For
     * any thread but an event loop.
     */
    void openForQuestions() {
        Opened open;
        synchronized (this) {
            usedNanos = road.nanoTime();
            open = begin();
        }
        if (open != null) {
            open.reader.awaitBegun();
        }
    }

    /** From now on this call can be asked here. */
    void add(long id, HttpCall call) {
        asking.put(id, call);
    }

    synchronized void remove(long id) {
        usedNanos = road.nanoTime();
        asking.remove(id);
    }

    /** The stream of the old session says nothing any more. */
    synchronized void renewed() {
        if (opened != null) {
            opened.reader.close();
            opened = null;
            Opened _ = begin();
        }
    }

    synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.reader.close();
        }
    }

    /** One that the server refused stays, so that it is asked for only once in a session. */
    private @Nullable Opened begin() {
        if (opened == null && !closed) {
            opened = new Opened();
            opened.reader.start();
        }
        return opened;
    }

    private synchronized boolean isWanted(Opened stream) {
        boolean recent = road.nanoTime() - usedNanos < IDLE_MAX.toNanos();
        if (standing || recent || !asking.isEmpty()) {
            return true;
        }
        if (opened == stream) {
            opened = null;
        }
        return false;
    }

    private void read(Incoming message) {
        switch (message) {
            case Incoming.Told told -> {
                boolean _ = News.tell(told, listener);
            }
            case Incoming.Asked asked -> asked(asked);
            case Incoming.Answer _, Incoming.Failure _, Incoming.Junk _ -> {
                // Nothing was asked whose answer could come here.
            }
        }
    }

    /** A question that does not say which call it is about: it can only be the one that is under way. */
    private void asked(Incoming.Asked question) {
        List<HttpCall> calls = List.copyOf(asking.values());
        if (calls.size() != 1 || !calls.getFirst().ask(question)) {
            road.tell(Messages.answer(question));
        }
    }

    private final class Opened implements StreamReader.Source {
        final StreamReader reader = new StreamReader(road.road(), this);

        @Override
        public HttpExchange open(Optional<String> lastEventId) {
            return road.get(lastEventId);
        }

        @Override
        public boolean read(Incoming message) {
            SessionStream.this.read(message);
            return true;
        }

        @Override
        public boolean isWanted() {
            return SessionStream.this.isWanted(this);
        }
    }
}
