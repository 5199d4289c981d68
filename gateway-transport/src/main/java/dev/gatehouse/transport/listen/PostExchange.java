package dev.gatehouse.transport.listen;

import dev.gatehouse.core.call.Exchange;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A post that is answered by one JSON body. Notices are counted and dropped: no progress token and no log level goes
 * upstream yet, so no client is waiting for one.
 */
final class PostExchange implements Exchange {
    private final Responder responder;
    private final LongAdder noticesDropped;
    private boolean cancelled;
    private @Nullable Runnable onCancel;

    PostExchange(Responder responder, LongAdder noticesDropped) {
        this.responder = responder;
        this.noticesDropped = noticesDropped;
    }

    @Override
    public Asking asking() {
        return Asking.NEVER;
    }

    @Override
    public void send(Notice notice) {
        noticesDropped.increment();
    }

    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        throw new IllegalStateException("nobody can be asked here");
    }

    @Override
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            onCancel = action;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public void onUndelivered(Runnable action) {
        responder.onUndelivered(action);
    }

    @Override
    public void onOver(Runnable action) {
        responder.onOver(action);
    }

    /** The client withdrew, or left where leaving means that. */
    void cancel() {
        Runnable action;
        synchronized (this) {
            action = cancelled ? null : onCancel;
            cancelled = true;
        }
        if (action != null) {
            action.run();
        }
    }
}
