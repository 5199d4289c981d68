package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Errored;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Resumption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of several rounds as one. A legacy upstream asks while its one request waits; a modern one ends the request with
 * its question, and so does one that wants URLs visited: the answers then go with a request of their own.
 */
final class Rounds implements UpstreamCall {

    /** Sends a request for a round. */
    @FunctionalInterface
    interface Sender {
        UpstreamCall send(Permit permit, Optional<String> requestState);
    }

    private final Sender sender;
    private final boolean visitsUrls;
    private volatile UpstreamCall request;
    private volatile @Nullable Reason cancelled;
    private @Nullable Errored refused;
    private boolean visited;

    private Rounds(Sender sender, Permit permit, UpstreamCall request, boolean visited) {
        this.sender = sender;
        this.visitsUrls = permit.operation().meta().capabilities().elicitationUrl();
        this.request = request;
        this.visited = visited;
    }

    static Rounds first(Sender sender, Permit permit) {
        return new Rounds(sender, permit, sender.send(permit, Optional.empty()), false);
    }

    /** The round that answers what was asked before the call was detached. */
    static Rounds later(Sender sender, Permit permit, Resumption resumption) {
        boolean visited = resumption instanceof Resumption.Visited;
        UpstreamCall request = visited && !UrlVisits.accepted(permit.operation().answers())
                ? new EndedCall(notVisited())
                : sender.send(permit, resumption.state());
        return new Rounds(sender, permit, request, visited);
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamEvent event = request.next(deadline);
        if (visitsUrls
                && !visited
                && event instanceof UpstreamEvent.Done(UpstreamReply reply)
                && reply instanceof Errored errored) {
            Optional<List<InputRequest>> wanted = UrlVisits.wanted(errored);
            if (wanted.isPresent()) {
                refused = errored;
                return new UpstreamEvent.Asked(wanted.get());
            }
        }
        return event;
    }

    @Override
    public void answer(Permit round) {
        if (refused != null) {
            refused = null;
            visited = true;
            proceed(
                    UrlVisits.accepted(round.operation().answers())
                            ? sender.send(round, Optional.empty())
                            : new EndedCall(notVisited()));
            return;
        }
        Optional<Resumption> resumption = request.detach().map(Resumption::of);
        if (resumption.isPresent()) {
            proceed(sender.send(round, resumption.get().state()));
        } else {
            request.answer(round);
        }
    }

    @Override
    public void decline(String reason) {
        if (refused != null) {
            refused = null;
            visited = true;
            proceed(new EndedCall(notVisited()));
        } else if (request.detach().isPresent()) {
            proceed(new EndedCall(new Lost(Cause.CANCELLED, true, "nobody answered what it asked")));
        } else {
            request.decline(reason);
        }
    }

    @Override
    public Optional<String> detach() {
        return refused != null ? Optional.of(new Resumption.Visited().text()) : request.detach();
    }

    @Override
    public void cancel(Reason reason) {
        cancelled = reason;
        request.cancel(reason);
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        request.close();
    }

    private void proceed(UpstreamCall next) {
        request.close();
        request = next;
        Reason reason = cancelled;
        if (reason != null) {
            next.cancel(reason);
        }
    }

    /** The error of the upstream's own would be unknown to clients of other revisions. */
    private static Errored notVisited() {
        return new Errored(-32603, "The URL that has to be visited first was not", Optional.empty());
    }
}
