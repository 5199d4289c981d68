package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.Sse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to a post, decided as late as can be: a JSON body when the reply comes first; a stream when something
 * is to be said before it, or when the client has waited long enough for a first byte.
 */
final class PostAnswer implements ClientExchange.Voice, Heartbeat.Beating {
    private final Streams streams;
    private final LiveSessions sessions;
    private final Responder responder;
    private final Optional<Session> session;
    private final boolean takesEvents;
    private final long since = System.nanoTime();
    private @Nullable MessageStream stream;
    private boolean finished;

    /**
     * @param session that the post was made in; legacy only
     * @param takesEvents whether the client said that it reads event streams
     */
    PostAnswer(
            Streams streams,
            LiveSessions sessions,
            Responder responder,
            Optional<Session> session,
            boolean takesEvents) {
        this.streams = streams;
        this.sessions = sessions;
        this.responder = responder;
        this.session = session;
        this.takesEvents = takesEvents;
    }

    @Override
    public boolean say(List<ByteBuffer> message) {
        MessageStream open = stream();
        return open != null && open.send(message);
    }

    @Override
    public boolean isDeserted() {
        return session.isEmpty() && responder.isDeserted();
    }

    @Override
    public Optional<Asks> asks() {
        return session.flatMap(sessions::open).map(LiveSession::asks);
    }

    /** Whether questions can be asked on the way. */
    boolean canAsk() {
        return takesEvents && session.filter(sessions::hasRoom).isPresent();
    }

    @Override
    public void onOver(Runnable action) {
        responder.onOver(action);
    }

    @Override
    public void onUndelivered(Runnable action) {
        responder.onUndelivered(() -> {
            MessageStream open;
            synchronized (this) {
                open = stream;
            }
            if (!(open instanceof SessionStream kept && kept.keeps(action))) {
                action.run();
            }
        });
    }

    /** No stream from here on, unless there is one already: then the rest is said on it. */
    synchronized Optional<MessageStream> finish() {
        finished = true;
        return Optional.ofNullable(stream);
    }

    @Override
    public synchronized boolean beat(long nowNanos) {
        boolean waiting = !finished && stream == null && takesEvents;
        if (waiting && nowNanos - since >= streams.limits().firstByte().toNanos()) {
            var _ = stream();
            return false;
        }
        return waiting;
    }

    private synchronized @Nullable MessageStream stream() {
        if (stream == null && takesEvents && !finished) {
            stream = streams.open(responder).map(this::begun).orElse(null);
        }
        return stream;
    }

    private MessageStream begun(EventStream response) {
        Optional<SessionStream> resumable = session.filter(
                        in -> in.version().compareTo(ProtocolVersion.V2025_03_26) >= 0)
                .flatMap(sessions::open)
                .flatMap(LiveSession::openStream);
        resumable.ifPresent(kept -> kept.carry(response));
        response.press(Sse.comment());
        return resumable.<MessageStream>map(kept -> kept).orElseGet(() -> MessageStream.plain(response));
    }
}
