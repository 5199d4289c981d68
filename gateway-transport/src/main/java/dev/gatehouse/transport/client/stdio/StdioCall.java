package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Mailbox;
import dev.gatehouse.transport.client.rpc.Results;
import dev.gatehouse.transport.wire.Reservation;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One request to a child and what came back for it. */
final class StdioCall implements UpstreamCall {
    private enum Sending {
        QUEUED,
        WRITTEN,
        WITHDRAWN
    }

    private final long id;
    private final Optional<Json> progressToken;
    private final Conversation conversation;
    private final Runnable over;
    private final Mailbox<UpstreamEvent> mailbox;
    private final Reservation bytes;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Sending> sending = new AtomicReference<>(Sending.QUEUED);

    /** @param bytes pays for the answer until the call is closed */
    StdioCall(
            long id,
            Optional<Json> progressToken,
            Conversation conversation,
            Runnable over,
            Waits waits,
            Reservation bytes) {
        this.id = id;
        this.progressToken = progressToken;
        this.conversation = conversation;
        this.over = over;
        this.mailbox = new Mailbox<>(waits);
        this.bytes = bytes;
    }

    /** Asked by the writer right before the bytes leave; a call that ended while it was queued is never written. */
    boolean beginWrite() {
        return sending.compareAndSet(Sending.QUEUED, Sending.WRITTEN);
    }

    void answered(Incoming.Answer answer) {
        end(held(answer.result().length(), Results.read(answer.result())));
    }

    void failed(Incoming.Failure failure) {
        end(held(failure.data().map(Json::length).orElse(0), Results.failed(failure)));
    }

    void paysNothing() {
        bytes.release();
    }

    private UpstreamEvent held(int length, UpstreamEvent answer) {
        return bytes.growTo(length) ? answer : Results.lost(Cause.OVERLOADED, true, "too many bytes are under way");
    }

    /** Progress nobody pulled in time is forgotten: the next report says more. Only whose caller wants it. */
    void progressed(Json params) {
        if (progressToken.isPresent() && mailbox.hasRoom()) {
            Json named = params.with("progressToken", progressToken.get());
            mailbox.put(new UpstreamEvent.Noticed(new Notice("notifications/progress", named)), named.length());
        }
    }

    void lose(Cause cause, String detail) {
        end(Results.lost(cause, !withdraw(), detail));
    }

    /** The next event within the time, without giving up on the call. */
    Optional<UpstreamEvent> await(Deadline deadline) throws InterruptedException {
        return mailbox.take(deadline);
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        try {
            Optional<UpstreamEvent> event = await(deadline);
            if (event.isPresent()) {
                return event.get();
            }
            stop(Cause.TIMEOUT, "no answer in time", Reason.DEADLINE);
            return await(deadline).orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            boolean sent = sending.get() == Sending.WRITTEN;
            stop(Cause.CANCELLED, "interrupted", Reason.SHUTDOWN);
            return Results.lost(Cause.CANCELLED, sent, "interrupted");
        }
    }

    @Override
    public void decline(String reason) {
        throw new UnsupportedOperationException("the upstream was given no capability to ask with");
    }

    @Override
    public void answer(Permit round) {
        throw new UnsupportedOperationException("a stdio upstream was given no capability to ask with");
    }

    /** Nothing of a call to a child can be resumed later. */
    @Override
    public Optional<String> detach() {
        return Optional.empty();
    }

    @Override
    public void cancel(Reason reason) {
        stop(Cause.CANCELLED, "cancelled: " + word(reason), reason);
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        bytes.release();
    }

    private void stop(Cause cause, String detail, Reason reason) {
        boolean written = !withdraw();
        if (end(Results.lost(cause, written, detail)) && written) {
            conversation.tellCancelled(id, word(reason));
        }
    }

    /** Takes the call back before it was written; false when it is too late for that. */
    private boolean withdraw() {
        return sending.compareAndSet(Sending.QUEUED, Sending.WITHDRAWN) || sending.get() == Sending.WITHDRAWN;
    }

    private boolean end(UpstreamEvent event) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        // Whoever sees the end finds the place free.
        conversation.forget(id);
        over.run();
        return mailbox.end(event);
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
