package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Topic;
import java.util.Optional;

/** A {@code resources/subscribe} to a legacy upstream: it counts when the caller has seen it succeed. */
final class Subscribing implements UpstreamCall {
    private final UpstreamCall request;
    private final Subscriptions subscriptions;
    private final Topic topic;
    private boolean counted;

    Subscribing(UpstreamCall request, Subscriptions subscriptions, Topic topic) {
        this.request = request;
        this.subscriptions = subscriptions;
        this.topic = topic;
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamEvent event = request.next(deadline);
        if (!counted
                && event instanceof UpstreamEvent.Done(UpstreamReply reply)
                && reply instanceof UpstreamReply.Complete) {
            counted = true;
            subscriptions.begun(topic);
        }
        return event;
    }

    @Override
    public void answer(Permit round) {
        request.answer(round);
    }

    @Override
    public void decline(String reason) {
        request.decline(reason);
    }

    @Override
    public Optional<String> detach() {
        return request.detach();
    }

    @Override
    public void cancel(Reason reason) {
        request.cancel(reason);
    }

    /** One that was given up may have been done upstream all the same. */
    @Override
    public void close() {
        request.close();
        if (!counted) {
            counted = true;
            subscriptions.unwanted(topic);
        }
    }
}
