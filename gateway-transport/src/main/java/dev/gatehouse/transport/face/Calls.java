package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Arrival;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.era.TraceParent;
import dev.gatehouse.transport.http.LogTrace;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.WireReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes requests down the call path, whatever they came in on, and keeps of the replies what outlives them. */
final class Calls {
    private final CallPath callPath;
    private final ReplyWriter writer;
    private final StepUp stepUp;
    private final Clocks clocks;
    private final Duration callTimeout;
    private final SessionWatch sessionWatch;
    private final LiveSessions sessions;
    private final StreamCount count;
    /** Legacy calls under way, for {@code notifications/cancelled}; bounded by the requests in flight. */
    private final Map<String, ClientExchange> withdrawable = new ConcurrentHashMap<>();

    Calls(
            CallPath callPath,
            ReplyWriter writer,
            StepUp stepUp,
            Clocks clocks,
            Duration callTimeout,
            SessionWatch sessionWatch,
            LiveSessions sessions,
            StreamCount count) {
        this.callPath = callPath;
        this.writer = writer;
        this.stepUp = stepUp;
        this.clocks = clocks;
        this.callTimeout = callTimeout;
        this.sessionWatch = sessionWatch;
        this.sessions = sessions;
        this.count = count;
    }

    /**
     * One answer for each message, in their order; those that need none have no body.
     *
     * @param exchanges how the client is reached while a request is answered
     */
    List<WireReply> answer(
            Spoken spoken, Admission.Admitted admitted, Function<Spoken.Asked, ClientExchange> exchanges) {
        return switch (spoken) {
            case Spoken.Answered(WireReply reply) -> List.of(reply);
            case Spoken.Asked asked -> List.of(call(asked, admitted, exchanges.apply(asked)));
            case Spoken.Batch(List<Spoken> elements) ->
                elements.stream()
                        .flatMap(element -> answer(element, admitted, exchanges).stream())
                        .toList();
            case Spoken.LevelSet set -> {
                sessions.open(set.session()).ifPresent(live -> live.logLevel(set.level()));
                yield List.of(writer.result(set.id(), Json.EMPTY_OBJECT));
            }
            case Spoken.Withdrawn(String cancelKey) -> {
                withdraw(cancelKey);
                yield List.of(WireReply.accepted());
            }
            case Spoken.Returned(Session session, JsonRpcMessage.Response response) -> {
                returned(session, response);
                yield List.of(WireReply.accepted());
            }
        };
    }

    private WireReply call(Spoken.Asked asked, Admission.Admitted admitted, ClientExchange exchange) {
        Reply reply = kept(asked, handle(asked, admitted, exchange));
        WireReply written = stepUp.write(asked.id(), asked.request(), reply, admitted);
        if (asked.request() instanceof McpRequest.Discover && reply instanceof Reply.Complete) {
            asked.session().ifPresent(opened -> sessionWatch.opened(opened.version()));
            return asked.sessionId()
                    .map(id -> written.with("Mcp-Session-Id", id))
                    .orElse(written);
        }
        return written;
    }

    /** Takes a request down the call path; the reply is the caller's to write. */
    Reply handle(Spoken.Asked asked, Admission.Admitted admitted, ClientExchange exchange) {
        asked.request().meta().traceParent().map(TraceParent::traceId).ifPresent(LogTrace::begin);
        Deadline deadline = Deadline.in(callTimeout, clocks.nanoTime());
        Arrival arrival = new Arrival(admitted, asked.request(), asked.params(), clocks.now(), deadline);
        return withdrawable(asked.cancelKey(), exchange, () -> callPath.handle(arrival, exchange));
    }

    private void withdraw(String cancelKey) {
        ClientExchange exchange = withdrawable.get(cancelKey);
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** What was not asked, or is not waited for any more, is taken and forgotten. */
    private void returned(Session session, JsonRpcMessage.Response response) {
        boolean awaited = sessions.find(session)
                .filter(live -> live.asks().returned(response))
                .isPresent();
        if (!awaited) {
            count.unmatched();
        }
    }

    /** What a session watches is kept with what is live of it. */
    private Reply kept(Spoken.Asked asked, Reply reply) {
        if (reply instanceof Reply.Subscribed(Watched watched)) {
            boolean keeps = asked.session()
                    .flatMap(sessions::open)
                    .filter(live -> live.watch(watched))
                    .isPresent();
            if (!keeps) {
                watched.release().run();
                return new Reply.Failed(FailureCode.OVERLOADED, "too many resources are watched");
            }
        }
        if (asked.request() instanceof McpRequest.Unsubscribe unsubscribe) {
            asked.session().flatMap(sessions::find).ifPresent(live -> live.unwatch(unsubscribe.name()));
        }
        return reply;
    }

    /** An id that is in use already (which the specification forbids) leaves the first call the one that is found. */
    private Reply withdrawable(Optional<String> key, ClientExchange exchange, Supplier<Reply> call) {
        if (key.isEmpty() || withdrawable.putIfAbsent(key.get(), exchange) != null) {
            return call.get();
        }
        try {
            return call.get();
        } finally {
            withdrawable.remove(key.get(), exchange);
        }
    }
}
