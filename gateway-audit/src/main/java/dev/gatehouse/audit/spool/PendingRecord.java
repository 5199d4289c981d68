package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.CallGlance;
import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.OpenCall;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An event on its way into the spool, and the receipt its caller waits on. Failing it twice changes nothing. */
final class PendingRecord implements Receipt {
    /** A disk that takes longer than this to accept a write counts as failed. */
    static final Duration WRITTEN_WAIT_MAX = Duration.ofSeconds(5);

    private static final byte[] NOTHING = {};

    /** What a waiting caller needs from the spool. */
    interface Spool {
        /** Somebody waits for the durability of an intent, which by itself asks for none. */
        void syncSoon();

        /** The caller of an intent was told that it is not written: it sends nothing, whatever becomes of the record. */
        void abandoned(OpenCall.Key call);

        Waits waits();
    }

    final Content content;
    final Optional<OpenCall> opens;
    final Optional<OpenCall.Key> closes;

    private final boolean isIntent;
    private final boolean isOutcome;
    private final Spool spool;
    private volatile Stage reached = Stage.QUEUED;
    private volatile Stage wanted = Stage.QUEUED;
    private volatile @Nullable Thread waiter;
    private volatile @Nullable String failure;
    private volatile boolean durabilityAwaited;

    /** How far it has come; the last includes the others, and a failure leads there too. */
    private enum Stage {
        QUEUED,
        WRITTEN,
        SYNCED
    }

    private PendingRecord(Content content, Optional<AuditEvent> event, Spool spool) {
        Optional<CallGlance> glance = event.flatMap(CallGlance::of);
        this.content = content;
        this.opens = glance.flatMap(OpenCall::openedBy);
        this.closes = glance.flatMap(OpenCall::closedBy);
        this.isIntent = event.filter(AuditEvent.CallAttempted.class::isInstance).isPresent();
        this.isOutcome =
                event.filter(AuditEvent.CallCompleted.class::isInstance).isPresent();
        this.spool = spool;
    }

    /** The spool's own words, which name nobody. */
    static PendingRecord of(AuditEvent event, Sealing seal, SpoolSettings settings, Spool spool) {
        int days = seal.keep().days(event);
        return of(event, days, encode(event, days, seal, settings), spool);
    }

    /** @throws AuditUnavailableException when it cannot be put into the form that it must have */
    static PendingRecord veiled(AuditEvent event, Sealing seal, SpoolSettings settings, Spool spool)
            throws AuditUnavailableException {
        int days = seal.keep().days(event);
        EncodedEvent encoded = seal.veil().veil(event, encode(event, days, seal, settings));
        // A payload is longer in another form.
        boolean fits =
                encoded.bytes() <= settings.recordBytesMax() || encoded.kept().isEmpty();
        return of(event, days, fits ? encoded : encoded.withoutKept(), spool);
    }

    private static EncodedEvent encode(AuditEvent event, int days, Sealing seal, SpoolSettings settings) {
        return EventCodec.encode(event, days, settings.recordBytesMax(), seal.guard());
    }

    private static PendingRecord of(AuditEvent event, int days, EncodedEvent encoded, Spool spool) {
        byte[] kept = encoded.kept().map(Json::bytes).orElse(NOTHING);
        Lifetime lifetime = Lifetime.of(days, EpochNanos.of(event.at()));
        Content content = Content.of(RecordKind.EVENT, lifetime, encoded.head().bytes(), kept);
        return new PendingRecord(content, Optional.of(event), spool);
    }

    static PendingRecord of(SealedBlock block, Spool spool) {
        Content content = Content.of(RecordKind.BLOCK, Lifetime.FOR_EVER, block.bytes(), block.signature());
        return new PendingRecord(content, Optional.empty(), spool);
    }

    int bytes() {
        return content.bytes();
    }

    boolean isBlock() {
        return content.kind() == RecordKind.BLOCK;
    }

    boolean isIntent() {
        return isIntent;
    }

    boolean isOutcome() {
        return isOutcome;
    }

    /** Outcomes of calls that were let in, and the seals over what was recorded, are taken in when nothing else is. */
    boolean isOwed() {
        return isOutcome || isBlock();
    }

    /** An intent rides with the next sync unless somebody waits for it: the spool is one ordered file. */
    boolean needsSync() {
        return !isIntent() || durabilityAwaited;
    }

    boolean isFailed() {
        return failure != null;
    }

    void written() {
        reach(Stage.WRITTEN);
    }

    void durable() {
        reach(Stage.SYNCED);
    }

    void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        reach(Stage.SYNCED);
    }

    private synchronized void reach(Stage stage) {
        if (reached.compareTo(stage) < 0) {
            reached = stage;
        }
        if (waiter != null && isReached(wanted)) {
            LockSupport.unpark(waiter);
        }
    }

    private boolean isReached(Stage stage) {
        return reached.compareTo(stage) >= 0;
    }

    @Override
    public void awaitWritten() throws AuditUnavailableException {
        try {
            await(Stage.WRITTEN, WRITTEN_WAIT_MAX);
        } catch (AuditUnavailableException e) {
            abandon();
            throw e;
        }
    }

    @Override
    public void awaitDurable(Duration timeout) throws AuditUnavailableException {
        durabilityAwaited = true;
        if (isIntent() && !isReached(Stage.SYNCED)) {
            spool.syncSoon();
        }
        await(Stage.SYNCED, timeout);
    }

    private void abandon() {
        if (isIntent) {
            fail("its caller gave up waiting");
            opens.map(OpenCall::key).ifPresent(spool::abandoned);
            closes.ifPresent(spool::abandoned);
        }
    }

    /** One thread waits at a time: the one that recorded the event. */
    private void await(Stage stage, Duration timeout) throws AuditUnavailableException {
        String verb = stage.name().toLowerCase(Locale.ROOT);
        boolean inTime;
        try {
            Waits waits = spool.waits();
            wanted = stage;
            waiter = Thread.currentThread();
            inTime = waits.await(() -> isReached(stage), Deadline.in(timeout, waits.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("interrupted before the audit record was " + verb, e);
        }
        if (!inTime) {
            throw new AuditUnavailableException("the audit record was not " + verb + " within " + timeout.toMillis()
                    + " ms: check the load and health of the disk under the audit spool");
        }
        String why = failure;
        if (why != null) {
            throw new AuditUnavailableException(why);
        }
    }
}
