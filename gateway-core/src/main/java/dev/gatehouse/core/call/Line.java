package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection of one exchange with one call upstream. Owned by one thread; only a cancel comes from another. */
final class Line {
    static final int ROUNDS_MAX = 8;
    /** What an upstream may leave with a client, in characters before sealing. */
    static final int UPSTREAM_STATE_CHARS_MAX = 64 * 1024;

    private final Upstreams upstreams;
    private final Suspensions suspensions;
    private final Route route;
    private final Exchange exchange;
    private final Notices notices;
    private final Endings endings;
    private final List<Finding> declineFindings = new ArrayList<>();
    private volatile @Nullable UpstreamCall call;
    private volatile boolean stopped;
    private volatile @Nullable KillSwitch thrown;
    private boolean cancellable;
    private int declined;

    Line(Upstreams upstreams, Suspensions suspensions, TaskIds tasks, Route route, Exchange exchange, Notices notices) {
        this.upstreams = upstreams;
        this.suspensions = suspensions;
        this.route = route;
        this.exchange = exchange;
        this.notices = notices;
        this.endings = new Endings(upstreams, tasks, route);
    }

    /** Takes over a call that stands already. */
    void adopt(UpstreamCall standing) {
        call = standing;
    }

    /** Sends what the permit is good for and follows the call to its end or to a question. Never throws. */
    Reached reach(Itinerary trip, Permit permit, Start start) {
        try {
            Reached reached = begin(permit, start)
                    .map(begun -> follow(trip, permit, start, begun))
                    .orElseGet(() -> new Reached.Ended(endings.unconfigured(permit)));
            if (reached instanceof Reached.Ended) {
                closeWhenOver();
            }
            return reached;
        } catch (RuntimeException | StackOverflowError e) {
            hangUp(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
            return new Reached.Ended(Ending.failed(e));
        }
    }

    /** See {@link RunningCalls.Stop}: asks the upstream to stop, now or as soon as there is a call. */
    void stop(Optional<KillSwitch> by) {
        thrown = by.orElse(null);
        stopped = true;
        UpstreamCall open = call;
        if (open != null) {
            open.cancel(UpstreamCall.Reason.REVOKED);
        }
    }

    /** Gives up what is held: the call, and what a finished subscription took. */
    void hangUp(UpstreamCall.Reason reason) {
        endings.release();
        UpstreamCall open = call;
        if (open != null) {
            open.cancel(reason);
            close();
        }
    }

    /** The reply is made of what the call holds. */
    private void closeWhenOver() {
        UpstreamCall open = call;
        call = null;
        if (open != null) {
            exchange.onOver(open::close);
        }
    }

    private void close() {
        UpstreamCall open = call;
        call = null;
        if (open != null) {
            open.close();
        }
    }

    private Optional<UpstreamCall> begin(Permit permit, Start start) {
        if (start.standing().isPresent()) {
            UpstreamCall standing = start.standing().get();
            hold(standing);
            if (start instanceof Start.Decline decline) {
                standing.decline(decline.reason());
            } else if (start instanceof Start.Answer
                    || !permit.operation().answers().isEmpty()) {
                standing.answer(permit);
            }
            return Optional.of(standing);
        }
        Optional<Upstream> upstream = upstreams.find(permit.operation().target().upstream());
        CrashPoint.BEFORE_UPSTREAM_SEND.reached();
        Optional<UpstreamCall> begun = upstream.map(found -> start instanceof Start.Reopen reopen
                ? found.reopen(permit, reopen.upstreamState())
                : found.open(permit));
        CrashPoint.AFTER_UPSTREAM_SEND.reached();
        begun.ifPresent(this::hold);
        return begun;
    }

    private void hold(UpstreamCall begun) {
        call = begun;
        if (stopped) {
            begun.cancel(UpstreamCall.Reason.REVOKED);
        }
        if (!cancellable) {
            cancellable = true;
            exchange.onCancel(() -> {
                UpstreamCall open = call;
                if (open != null) {
                    open.cancel(UpstreamCall.Reason.CLIENT_GONE);
                }
            });
        }
    }

    private Reached follow(Itinerary trip, Permit permit, Start start, UpstreamCall begun) {
        Optional<Reached> askedAgain = start instanceof Start.AskAgain again
                ? heard(trip, permit, begun, again.unanswered())
                : Optional.empty();
        return askedAgain.orElseGet(() -> pull(trip, permit, begun));
    }

    private Reached pull(Itinerary trip, Permit permit, UpstreamCall open) {
        while (true) {
            switch (open.next(permit.facts().deadline())) {
                case UpstreamEvent.Done done -> {
                    CrashPoint.AFTER_REPLY.reached();
                    return new Reached.Ended(ending(trip, permit, done.reply()).with(declineFindings));
                }
                case UpstreamEvent.Noticed noticed ->
                    notices.passed(noticed.notice(), permit).ifPresent(exchange::send);
                case UpstreamEvent.Crowded(int held) -> suspensions.makeRoom(trip, route.target(), held);
                case UpstreamEvent.Asked asked -> {
                    Optional<Reached> stop = heard(trip, permit, open, asked.requests());
                    if (stop.isPresent()) {
                        return stop.get();
                    }
                }
            }
        }
    }

    private Ending ending(Itinerary trip, Permit permit, UpstreamReply reply) {
        KillSwitch by = thrown;
        return by != null && reply instanceof UpstreamReply.Lost lost
                ? Ending.switchedOff(lost, permit.operation().verb(), by)
                : endings.of(trip, permit, reply, declined > 0);
    }

    /** Where a question leads; empty when it was declined and the call goes on. */
    private Optional<Reached> heard(Itinerary trip, Permit permit, UpstreamCall open, List<InputRequest> requests) {
        if (trip.subject().round() + 1 >= ROUNDS_MAX || declined >= ROUNDS_MAX) {
            open.cancel(UpstreamCall.Reason.CANCELLED_BY_CLIENT);
            return Optional.of(new Reached.Ended(
                    endings.lost(permit, UpstreamReply.Cause.MALFORMED, "asked too often", Wording.ASKED_TOO_OFTEN)));
        }
        if (trip.asking() == Exchange.Asking.NEVER && !requests.isEmpty()) {
            return declined(open, Wording.NOBODY_ANSWERS);
        }
        return switch (route.bundle().screen().screen(permit, new Outbound.Asked(requests))) {
            case Screen.Screened.Withheld withheld -> {
                declineFindings.addAll(withheld.findings());
                yield declined(open, Wording.withheld(withheld.reason()));
            }
            case Screen.Screened.Passed(Outbound outbound, List<Finding> findings) -> {
                List<InputRequest> questions = Questions.of(route.target().upstream(), outbound);
                yield trip.asking() == Exchange.Asking.BY_RETRY
                        ? suspended(trip, permit, open, questions, findings)
                        : Optional.of(new Reached.Asks(Ending.asked(questions, findings), open, questions));
            }
        };
    }

    private Optional<Reached> suspended(
            Itinerary trip, Permit permit, UpstreamCall open, List<InputRequest> requests, List<Finding> findings) {
        Optional<String> state = open.detach();
        if (state.isPresent() && state.get().length() > UPSTREAM_STATE_CHARS_MAX) {
            String detail = "a requestState of " + state.get().length() + " characters";
            return Optional.of(new Reached.Ended(
                    endings.lost(permit, UpstreamReply.Cause.TOO_LARGE, detail, Wording.STATE_TOO_LARGE)));
        }
        String ticket = suspensions.ticket(trip, permit, state);
        if (state.isPresent()) {
            close();
        } else if (suspensions.park(trip, open, requests)) {
            call = null;
        } else {
            return declined(open, Wording.TOO_MANY_PARKED);
        }
        String where = state.isPresent() ? AuditEvent.CallCompleted.DETACHED : "parked";
        Reply reply = Questions.required(requests, ticket);
        return Optional.of(new Reached.Suspended(Ending.asked(requests, findings, where, reply)));
    }

    private Optional<Reached> declined(UpstreamCall open, String reason) {
        declined++;
        open.decline(reason);
        return Optional.empty();
    }
}
