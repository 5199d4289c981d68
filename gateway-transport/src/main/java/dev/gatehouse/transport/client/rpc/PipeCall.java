package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One request over a channel and what came back for it. */
public final class PipeCall implements UpstreamCall {
    private enum Sending {
        QUEUED,
        WRITTEN,
        WITHDRAWN
    }

    private final long id;
    private final Caller caller;
    private final Channel channel;
    private final Session.Over over;
    private final Mailbox<UpstreamEvent> mailbox;
    private final Reservation bytes;
    private final Questions questions = new Questions();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Sending> sending = new AtomicReference<>(Sending.QUEUED);
    private volatile Optional<Resumption> resumption = Optional.empty();

    /** @param bytes pays for the answer until the call is closed */
    PipeCall(long id, Caller caller, Channel channel, Session.Over over, Waits waits, Reservation bytes) {
        this.id = id;
        this.caller = caller;
        this.channel = channel;
        this.over = over;
        this.mailbox = new Mailbox<>(waits);
        this.bytes = bytes;
    }

    long id() {
        return id;
    }

    boolean wantsLogs() {
        return caller.logLevel().isPresent();
    }

    /** Asked right before the bytes leave; a call that ended while it was queued is never written. */
    boolean beginWrite() {
        return sending.compareAndSet(Sending.QUEUED, Sending.WRITTEN);
    }

    void answered(Incoming.Answer answer) {
        Results.Reading reading = Results.read(answer.result(), caller);
        resumption = reading.state();
        end(held(answer.result().length(), reading.event()), true);
    }

    void failed(Incoming.Failure failure) {
        end(held(failure.data().map(Json::length).orElse(0), Results.failed(failure)), true);
    }

    /** Nobody keeps the answer. */
    PipeCall paysNothing() {
        bytes.release();
        return this;
    }

    private UpstreamEvent held(int length, UpstreamEvent answer) {
        return bytes.growTo(length) ? answer : Results.lost(Cause.OVERLOADED, true, "too many bytes are under way");
    }

    /** A notice nobody pulled in time is forgotten: the next one says more. */
    void told(Incoming.Told told) {
        if (mailbox.hasRoom()) {
            caller.notice(id, told)
                    .ifPresent(notice -> mailbox.put(
                            new UpstreamEvent.Noticed(notice), notice.params().length()));
        }
    }

    /** Whether the caller is asked; if not, nobody is. */
    boolean asked(Incoming.Asked question) {
        Optional<InputRequest> request = ended.get() ? Optional.empty() : questions.add(caller, question);
        return request.isPresent()
                && mailbox.put(
                        new UpstreamEvent.Asked(List.of(request.get())),
                        question.params().length());
    }

    void lose(Cause cause, String detail) {
        end(Results.lost(cause, !withdraw(), detail), false);
    }

    /** The next event within the time, without giving up on the call. */
    public Optional<UpstreamEvent> await(Deadline deadline) throws InterruptedException {
        return mailbox.take(deadline);
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        try {
            Optional<UpstreamEvent> event = await(deadline);
            if (event.isEmpty()) {
                stop(Cause.TIMEOUT, "no answer in time", Reason.DEADLINE);
                event = await(deadline);
            }
            if (event.orElseThrow() instanceof UpstreamEvent.Asked(List<InputRequest> requests)) {
                return new UpstreamEvent.Asked(questions.told(caller, requests, this::askedWithin));
            }
            return event.orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            boolean sent = sending.get() == Sending.WRITTEN;
            stop(Cause.CANCELLED, "interrupted", Reason.SHUTDOWN);
            return Results.lost(Cause.CANCELLED, sent, "interrupted");
        }
    }

    private Optional<InputRequest> askedWithin(Duration time) throws InterruptedException {
        return mailbox.takeIf(UpstreamEvent.Asked.class::isInstance, time)
                .map(event -> ((UpstreamEvent.Asked) event).requests().getFirst());
    }

    @Override
    public void answer(Permit round) {
        questions.answered(round.spend().answers()).forEach(channel::tell);
    }

    @Override
    public void decline(String reason) {
        questions.declined(reason).forEach(channel::tell);
    }

    @Override
    public Optional<String> detach() {
        return resumption.map(Resumption::text);
    }

    @Override
    public void cancel(Reason reason) {
        stop(Cause.CANCELLED, Results.cancelled(reason), reason);
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        bytes.release();
    }

    private void stop(Cause cause, String detail, Reason reason) {
        boolean written = !withdraw();
        if (end(Results.lost(cause, written, detail), false) && written) {
            channel.tell(Messages.cancelled(id, Results.word(reason)));
        }
    }

    /** Takes the call back before it was written; false when it is too late for that. */
    private boolean withdraw() {
        return sending.compareAndSet(Sending.QUEUED, Sending.WITHDRAWN) || sending.get() == Sending.WITHDRAWN;
    }

    private boolean end(UpstreamEvent event, boolean answered) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        // Whoever sees the end finds the place free.
        channel.forget(this, answered);
        over.over(answered);
        return mailbox.end(event);
    }
}
