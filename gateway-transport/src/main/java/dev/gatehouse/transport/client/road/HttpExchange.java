package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Mailbox;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer, between the loop that owns the socket and the one thread that waits. */
public final class HttpExchange {
    private enum Sending {
        QUEUED,
        BEGUN,
        WITHDRAWN
    }

    /** What is done with the answer. */
    enum Kind {
        /** A thread takes it. */
        ANSWER,
        /** A thread takes it, and it may go on for ever. */
        STREAM,
        /** Nobody takes it: it is only given a little time. */
        UNATTENDED
    }

    private final ByteBuf request;
    private final Kind kind;
    private final Consumer<String> refused;
    private final Mailbox<Piece> mailbox;
    private final Reservation bytes;
    /** Open once it is known how a stream begins; answers need none. */
    private final @Nullable CountDownLatch begun;

    private final AtomicReference<Sending> sending = new AtomicReference<>(Sending.QUEUED);
    private volatile boolean over;
    private volatile boolean ended;
    private volatile boolean unpaid;
    private volatile @Nullable AnswerHead head;
    private volatile Optional<String> lastEventId = Optional.empty();
    private volatile Optional<Duration> retry = Optional.empty();
    private volatile @Nullable Channel channel;

    /** @param refused run on the loop, with the reason, when an unattended request was not accepted */
    HttpExchange(ByteBuf request, Kind kind, Consumer<String> refused, Waits waits, ByteBudget budget) {
        this.request = request;
        this.kind = kind;
        this.refused = refused;
        this.mailbox = new Mailbox<>(waits);
        this.bytes = new Reservation(budget);
        this.begun = kind == Kind.STREAM ? new CountDownLatch(1) : null;
    }

    // For the thread that waits.

    /** The next piece; empty at the deadline. */
    public Optional<Piece> take(Deadline deadline) throws InterruptedException {
        return taken(mailbox.take(deadline));
    }

    /** The next piece when it may be a question and comes within the time; whatever else comes can still be taken. */
    public Optional<Piece> takeQuestion(Duration time) throws InterruptedException {
        return taken(mailbox.takeIf(piece -> piece instanceof Piece.Event || piece instanceof Piece.Question, time));
    }

    private Optional<Piece> taken(Optional<Piece> piece) {
        Channel used = channel;
        if (used != null && !unpaid && !used.config().isAutoRead() && mailbox.hasRoom()) {
            used.config().setAutoRead(true);
        }
        return piece;
    }

    /** Status and headers; present whenever a body, an event or the end of a stream was taken. */
    public Optional<AnswerHead> head() {
        return Optional.ofNullable(head);
    }

    /** Waits until it is known how a stream begins, or that it does not; for platform threads. */
    public void awaitHead(Duration patience) throws InterruptedException {
        if (begun != null) {
            boolean _ = begun.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Adds what came for the same request by another way; false when its answer is here already. */
    public boolean add(Piece piece, int size) {
        return mailbox.put(piece, size);
    }

    /** The id of the last event of the stream that is complete. */
    public Optional<String> lastEventId() {
        return lastEventId;
    }

    /** How long the server wants to be left alone before the stream is opened again. */
    public Optional<Duration> retry() {
        return retry;
    }

    /** Whether bytes may have reached the upstream. */
    public boolean sent() {
        return sending.get() == Sending.BEGUN;
    }

    /** Nobody waits any more. What was not sent never is; an answer under way is cut, its connection closed. */
    public void abandon(Cause cause, String detail) {
        withdraw();
        boolean first = mailbox.end(new Piece.Broken(cause, detail));
        openGate();
        if (first && kind == Kind.UNATTENDED) {
            refused.accept(detail);
        }
        leave(true);
    }

    /** All that was wanted is here: the connection is kept if the answer ends soon. */
    public void satisfied() {
        leave(false);
    }

    /** Nobody holds anything of the answer any more. */
    public void release() {
        bytes.release();
    }

    /** Once the answer has ended, the connection is not this exchange's any more and the loop need not be woken. */
    private void leave(boolean cut) {
        over = true;
        Channel used = channel;
        if (used != null && !ended) {
            used.eventLoop().execute(() -> AnswerHandler.leave(used, this, cut));
        }
    }

    // For the loop.

    /** The request, for its one send; empty when the waiting thread left before. */
    Optional<ByteBuf> begin(Channel taken) {
        channel = taken;
        return sending.compareAndSet(Sending.QUEUED, Sending.BEGUN) ? Optional.of(request) : Optional.empty();
    }

    boolean hasRoom() {
        return mailbox.hasRoom();
    }

    /** Pays for bytes of the answer that are about to be held, besides those that wait to be taken. */
    boolean affords(long held) {
        return bytes.growTo(held + mailbox.bytes());
    }

    /** Whether parts of the answer wait for room in the byte budget: nobody resumes reading meanwhile. */
    void unpaid(boolean waits) {
        unpaid = waits;
    }

    boolean isAttended() {
        return kind != Kind.UNATTENDED;
    }

    boolean isEndless() {
        return kind == Kind.STREAM;
    }

    boolean isOver() {
        return over;
    }

    void began(AnswerHead answer) {
        head = answer;
        openGate();
    }

    /** Hands over one piece of a stream; false when reading has to pause until it was taken. */
    boolean hand(Piece piece, int size) {
        return !mailbox.put(piece, size) || mailbox.hasRoom();
    }

    /** How far an event stream came. */
    void reached(Optional<String> eventId, Optional<Duration> pause) {
        lastEventId = eventId;
        retry = pause;
    }

    void ended(Piece last) {
        withdraw();
        ended = true;
        mailbox.end(last);
        openGate();
        if (kind == Kind.UNATTENDED) {
            refusal(last).ifPresent(refused);
        }
    }

    private Optional<String> refusal(Piece last) {
        AnswerHead answered = head;
        if (answered != null) {
            return answered.status() < 300 ? Optional.empty() : Optional.of("HTTP " + answered.status());
        }
        return last instanceof Piece.Broken broken ? Optional.of(broken.detail()) : Optional.empty();
    }

    private void openGate() {
        if (begun != null) {
            begun.countDown();
        }
    }

    private void withdraw() {
        if (sending.compareAndSet(Sending.QUEUED, Sending.WITHDRAWN)) {
            request.release();
        }
    }
}
