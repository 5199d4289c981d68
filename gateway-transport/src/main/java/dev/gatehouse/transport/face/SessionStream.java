package dev.gatehouse.transport.face;

import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a legacy session. It outlives the connections that carry it: a client that lost one comes back with the
 * id of the last event it saw, and what was said since is said again (2025-11-25 basic/transports "Resumability").
 */
final class SessionStream implements MessageStream {
    private static final long RETRY_MILLIS = 1_000;
    /** How long a stream is kept whose client was there to the end. */
    private static final Duration SEEN_AGE = Duration.ofSeconds(30);

    private final EventId.Stream id;
    private final boolean primes;
    private final Duration replayAge;
    private final ReplayRing ring;
    private @Nullable EventStream carrier;
    private long seq;
    private final List<Runnable> lost = new ArrayList<>();
    private boolean finished;
    private boolean seen;
    private boolean forgotten;
    private long stillSince = System.nanoTime();

    /** @param primes whether the client understands an event without data (2025-11-25) */
    SessionStream(EventId.Stream id, boolean primes, ReplaySpace space) {
        this.id = id;
        this.primes = primes;
        this.replayAge = space.limits().age();
        this.ring = new ReplayRing(space);
    }

    EventId.Stream id() {
        return id;
    }

    /** From now on this response carries the stream; the one before ends. */
    synchronized void carry(EventStream response) {
        replaceCarrier(response);
        if (primes) {
            response.press(Sse.priming(new EventId(id, seq).text(), RETRY_MILLIS));
        }
        if (forgotten) {
            endCarrier();
        }
    }

    /**
     * Like {@link #carry}, beginning with what was said after the event.
     *
     * @return how many events were said again
     */
    synchronized int resume(EventStream response, long after) {
        replaceCarrier(response);
        List<byte[]> missed = ring.after(after);
        missed.forEach(response::press);
        if (finished) {
            lost.clear();
            endCarrier();
        }
        return missed.size();
    }

    /** Whether nothing will ever come after this event. */
    synchronized boolean isExhausted(long after) {
        return finished && ring.after(after).isEmpty();
    }

    @Override
    public boolean send(List<ByteBuffer> message) {
        byte[] event;
        EventStream to;
        synchronized (this) {
            event = next(message);
            to = carrier;
        }
        // Without the lock, for it may wait: a response that takes over meanwhile finds the event in the ring.
        return (to != null && to.send(event)) || isKept();
    }

    /** Sends only when somebody is there with room for it. */
    synchronized boolean offer(List<ByteBuffer> message) {
        return carrier != null && carrier.hasRoom() && carrier.press(next(message));
    }

    @Override
    public synchronized void end() {
        finished = true;
        seen = isCarried();
        endCarrier();
    }

    /** Ends the response that carries it now. */
    synchronized void rest() {
        endCarrier();
    }

    /** Nobody can come back to it. */
    void forget() {
        List<Runnable> regrets;
        synchronized (this) {
            finished = true;
            forgotten = true;
            endCarrier();
            ring.clear();
            regrets = List.copyOf(lost);
            lost.clear();
        }
        regrets.forEach(Runnable::run);
    }

    /**
     * The response that carried it failed. Whether a client can still come back for what it missed; if none does, the
     * action runs in the end.
     */
    synchronized boolean keeps(Runnable action) {
        boolean keeps = !forgotten && !ring.isEmpty();
        if (keeps) {
            lost.add(action);
        }
        return keeps;
    }

    synchronized boolean isCarried() {
        return carrier != null && carrier.isOpen();
    }

    synchronized boolean isFinished() {
        return finished;
    }

    /** Lets go of what is too old. False when nothing is left that a client could come back for. */
    synchronized boolean isOfUse(long nowNanos) {
        long oldest = nowNanos - (seen ? SEEN_AGE : replayAge).toNanos();
        ring.dropOlderThan(oldest);
        if (isCarried() || (!finished && !isStandalone())) {
            stillSince = nowNanos;
            return true;
        }
        return !(finished && ring.isEmpty()) && stillSince - oldest >= 0;
    }

    private boolean isStandalone() {
        return id.standalone();
    }

    private synchronized boolean isKept() {
        return !ring.isEmpty();
    }

    private byte[] next(List<ByteBuffer> message) {
        seq++;
        byte[] event = Sse.message(new EventId(id, seq).text(), message);
        ring.add(seq, event, System.nanoTime());
        return event;
    }

    private void replaceCarrier(EventStream response) {
        endCarrier();
        carrier = response;
        stillSince = System.nanoTime();
    }

    private void endCarrier() {
        if (carrier != null) {
            carrier.end();
            carrier = null;
        }
    }
}
