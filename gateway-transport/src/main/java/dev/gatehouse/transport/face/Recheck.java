package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits somebody who only listens again and again, with the token the stream was opened with: it may have expired or
 * been revoked, and the principal may be a member no more. At once when that was changed here, and every few seconds for
 * what changes without a word. Holds no thread in between.
 */
final class Recheck implements Heartbeat.Beating, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recheck.class);

    private final Guests guests;
    private final Admission.Admitted admitted;
    private final Optional<AccessToken> token;
    private final Consumer<Admission.Admitted> stays;
    private final Runnable leaves;
    private final long everyNanos;
    private long due;
    /** None was seen yet: access may have changed since the request that opened the stream was let in. */
    private int changes = -1;

    private volatile boolean closed;

    /** @param leaves run once, on a thread of its own, when the visitor may not stay */
    Recheck(
            Guests guests,
            Admission.Admitted admitted,
            Optional<AccessToken> token,
            StreamLimits limits,
            Consumer<Admission.Admitted> stays,
            Runnable leaves) {
        this.guests = guests;
        this.admitted = admitted;
        this.token = token;
        this.stays = stays;
        this.leaves = leaves;
        this.everyNanos = limits.recheck().toNanos();
        // Streams that were opened together are not asked together.
        this.due = System.nanoTime() + ThreadLocalRandom.current().nextLong(everyNanos / 2, everyNanos);
    }

    @Override
    public boolean beat(long nowNanos) {
        int changed = guests.changes();
        if (!closed && (changed != changes || nowNanos - due >= 0)) {
            changes = changed;
            due = nowNanos + everyNanos;
            Thread.startVirtualThread(this::check);
        }
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() {
        Optional<Admission.Admitted> again = ask();
        if (closed) {
            return;
        }
        if (again.isPresent()) {
            stays.accept(again.get());
        } else {
            closed = true;
            guests.shownOut(admitted);
            leaves.run();
        }
    }

    /** What cannot be verified is not let stay. */
    private Optional<Admission.Admitted> ask() {
        try {
            return guests.again(admitted, token);
        } catch (RuntimeException e) {
            LOG.error("a listener could not be admitted again, so its stream ends", e);
            return Optional.empty();
        }
    }
}
