package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.transport.client.rpc.Mailbox;
import dev.gatehouse.transport.client.rpc.Results;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A subscription at a modern upstream, where it is no request of its own: done when the upstream's stream has it. */
final class Following implements UpstreamCall {
    /** The stream is opened until it holds, so a caller who has waited this long may go on. */
    static final Duration BEGIN_MAX = Duration.ofSeconds(5);

    private final Subscriptions subscriptions;
    private final Topic topic;
    private final Session.Over over;
    private final Waits waits;
    private final Mailbox<UpstreamEvent> mailbox;

    Following(Subscriptions subscriptions, Topic topic, Session.Over over, Waits waits) {
        this.subscriptions = subscriptions;
        this.topic = topic;
        this.over = over;
        this.waits = waits;
        this.mailbox = new Mailbox<>(waits);
    }

    /** Resources are read often enough without being told; who waits for a task must know that nobody will tell. */
    void begun(Set<Topic> tasks) {
        if (topic instanceof Topic.Resource || tasks.contains(topic)) {
            boolean _ = end(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        } else if (end(Subscriptions.UNTOLD)) {
            subscriptions.release(topic);
        }
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        try {
            Deadline patience = deadline.earlier(Deadline.in(BEGIN_MAX, waits.nanoTime()));
            Optional<UpstreamEvent> event = mailbox.take(patience);
            if (event.isEmpty()) {
                begun(Set.of());
                event = mailbox.take(patience);
            }
            return event.orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(Reason.SHUTDOWN);
            return new UpstreamEvent.Done(new Lost(Cause.CANCELLED, true, "interrupted"));
        }
    }

    @Override
    public void answer(Permit round) {
        throw new IllegalStateException("a subscription asks nothing");
    }

    @Override
    public void decline(String reason) {
        throw new IllegalStateException("a subscription asks nothing");
    }

    @Override
    public Optional<String> detach() {
        return Optional.empty();
    }

    @Override
    public void cancel(Reason reason) {
        if (end(new Lost(Cause.CANCELLED, true, Results.cancelled(reason)))) {
            subscriptions.release(topic);
        }
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
    }

    private boolean end(UpstreamReply reply) {
        boolean first = mailbox.end(new UpstreamEvent.Done(reply));
        if (first) {
            over.over(true);
        }
        return first;
    }
}
