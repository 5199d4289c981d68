package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits somebody who only listens again and again, with the token the stream was opened with: it may have expired or
 * been revoked, and the principal may be a member no more. Holds no thread in between.
 */
final class Recheck implements Heartbeat.Beating, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recheck.class);

    private final Visitor visitor;
    private final Consumer<Admission.Admitted> stays;
    private final Runnable leaves;
    private final long everyNanos;
    private long due;
    private volatile boolean closed;

    /** How somebody came in, so that it can be asked again whether they may. */
    record Visitor(
            Doorkeeper doorkeeper,
            Supplier<Revision> revision,
            Admission.Admitted admitted,
            Optional<AccessToken> token) {

        /** Empty when the same principal would not be let in now, or would find nothing. */
        Optional<Admission.Admitted> again() {
            String server = admitted.server().name().value();
            return doorkeeper.admit(revision.get(), server, token, admitted.peer()) instanceof Admission.Admitted again
                    ? Optional.of(again).filter(this::isSame).filter(Visitor::isMember)
                    : Optional.empty();
        }

        private boolean isSame(Admission.Admitted again) {
            return again.principal().key().equals(admitted.principal().key());
        }

        private static boolean isMember(Admission.Admitted who) {
            return who.revision()
                    .governing(who.principal(), who.server().name())
                    .isPresent();
        }
    }

    /** @param leaves run once, on a thread of its own, when the visitor may not stay */
    Recheck(Visitor visitor, StreamLimits limits, Consumer<Admission.Admitted> stays, Runnable leaves) {
        this.visitor = visitor;
        this.stays = stays;
        this.leaves = leaves;
        this.everyNanos = limits.recheck().toNanos();
        // Streams that were opened together are not asked together.
        this.due = System.nanoTime() + ThreadLocalRandom.current().nextLong(everyNanos / 2, everyNanos);
    }

    @Override
    public boolean beat(long nowNanos) {
        if (!closed && nowNanos - due >= 0) {
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
            leaves.run();
        }
    }

    /** What cannot be verified is not let stay. */
    private Optional<Admission.Admitted> ask() {
        try {
            return visitor.again();
        } catch (RuntimeException e) {
            LOG.error("a listener could not be admitted again, so its stream ends", e);
            return Optional.empty();
        }
    }
}
