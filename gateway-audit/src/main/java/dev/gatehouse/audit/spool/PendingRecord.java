package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.segment.OpenCall;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An event on its way into the spool, and the receipt its caller waits on. Failing it twice changes nothing. */
final class PendingRecord implements Receipt {
    /** A disk that takes longer than this to accept a write counts as failed. */
    static final Duration WRITTEN_WAIT_MAX = Duration.ofSeconds(5);

    /** What a waiting caller needs from the spool. */
    interface Spool {
        /** Somebody waits for the durability of an intent, which by itself asks for none. */
        void syncSoon();

        /** The caller of an intent was told that it is not written: it sends nothing, whatever becomes of the record. */
        void abandoned(OpenCall.Key call);
    }

    final EncodedEvent encoded;
    final Optional<OpenCall> opens;
    final Optional<OpenCall.Key> closes;

    private final Spool spool;
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch durable = new CountDownLatch(1);
    private volatile @Nullable String failure;
    private volatile boolean durabilityAwaited;

    private PendingRecord(AuditEvent event, EncodedEvent encoded, Spool spool) {
        this.encoded = encoded;
        this.opens = OpenCall.openedBy(event);
        this.closes = OpenCall.closedBy(event);
        this.spool = spool;
    }

    static PendingRecord of(AuditEvent event, SpoolSettings settings, Spool spool) {
        return new PendingRecord(event, EventCodec.encode(event, settings.recordBytesMax()), spool);
    }

    boolean isIntent() {
        return opens.isPresent();
    }

    /** Outcomes of calls that were let in are taken in when nothing else is. */
    boolean isOutcome() {
        return closes.isPresent();
    }

    /** An intent rides with the next sync unless somebody waits for it: the spool is one ordered file. */
    boolean needsSync() {
        return !isIntent() || durabilityAwaited;
    }

    boolean isFailed() {
        return failure != null;
    }

    void written() {
        written.countDown();
    }

    void durable() {
        written.countDown();
        durable.countDown();
    }

    void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        written.countDown();
        durable.countDown();
    }

    @Override
    public void awaitWritten() throws AuditUnavailableException {
        try {
            await(written, WRITTEN_WAIT_MAX, "written");
        } catch (AuditUnavailableException e) {
            abandon();
            throw e;
        }
    }

    @Override
    public void awaitDurable(Duration timeout) throws AuditUnavailableException {
        durabilityAwaited = true;
        if (isIntent() && durable.getCount() > 0) {
            spool.syncSoon();
        }
        await(durable, timeout, "synced");
    }

    private void abandon() {
        opens.ifPresent(call -> {
            fail("its caller gave up waiting");
            spool.abandoned(call.key());
        });
    }

    private void await(CountDownLatch stage, Duration timeout, String verb) throws AuditUnavailableException {
        boolean reached;
        try {
            reached = stage.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("interrupted before the audit record was " + verb, e);
        }
        if (!reached) {
            throw new AuditUnavailableException("the audit record was not " + verb + " within " + timeout.toMillis()
                    + " ms: check the load and health of the disk under the audit spool");
        }
        String why = failure;
        if (why != null) {
            throw new AuditUnavailableException(why);
        }
    }
}
