package dev.gatehouse.transport.listen;

import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Arrival;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.era.Attendance;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.HeaderFields;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.WireReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What is said once somebody was let in: read the era away, take the call path, write the reply. */
final class Conversation {
    /** Bodies up to this size are sent in one piece; larger ones are not copied together. */
    private static final int ONE_PIECE_MAX_BYTES = 8 * 1024;

    private static final Map.Entry<String, String> JSON = Map.entry("Content-Type", "application/json");

    private final Eras eras;
    private final CallPath callPath;
    private final ReplyWriter writer;
    private final Clocks clocks;
    private final Duration callTimeout;
    private final SessionWatch sessionWatch;
    private final LongAdder noticesDropped;
    /** Legacy calls under way, for {@code notifications/cancelled}; bounded by the requests in flight. */
    private final Map<String, PostExchange> withdrawable = new ConcurrentHashMap<>();

    Conversation(
            Eras eras,
            CallPath callPath,
            ReplyWriter writer,
            Clocks clocks,
            Duration callTimeout,
            SessionWatch sessionWatch,
            LongAdder noticesDropped) {
        this.eras = eras;
        this.callPath = callPath;
        this.writer = writer;
        this.clocks = clocks;
        this.callTimeout = callTimeout;
        this.sessionWatch = sessionWatch;
        this.noticesDropped = noticesDropped;
    }

    void hold(Admission.Admitted admitted, RequestHead head, byte[] body, Responder responder) {
        Spoken spoken = eras.read(body, fields(head), admitted);
        send(answer(spoken, admitted, responder), responder);
    }

    void end(Admission.Admitted admitted, RequestHead head, Responder responder) {
        WireReply reply = switch (eras.session(fields(head), admitted)) {
            case Attendance.Away(WireReply away) -> away;
            case Attendance.Present(Session session) -> {
                eras.end(session);
                yield new WireReply(204, List.of(), List.of());
            }
        };
        send(reply, responder);
    }

    private WireReply answer(Spoken spoken, Admission.Admitted admitted, Responder responder) {
        return switch (spoken) {
            case Spoken.Answered(WireReply reply) -> reply;
            case Spoken.Asked asked -> handle(asked, admitted, responder);
            case Spoken.Withdrawn(String cancelKey) -> withdraw(cancelKey);
            case Spoken.LevelSet set -> writer.result(set.id(), Json.EMPTY_OBJECT);
            case Spoken.Returned _ -> WireReply.accepted();
            case Spoken.Batch(List<Spoken> elements) -> {
                List<WireReply> replies = new ArrayList<>();
                for (Spoken element : elements) {
                    replies.add(answer(element, admitted, responder));
                }
                yield writer.batch(replies);
            }
        };
    }

    private WireReply handle(Spoken.Asked asked, Admission.Admitted admitted, Responder responder) {
        PostExchange exchange = new PostExchange(responder, noticesDropped);
        asked.request().meta().traceParent().ifPresent(Errand::trace);
        if (asked.request().meta().version().isModern()) {
            responder.onGone(exchange::cancel);
        }
        Deadline deadline = Deadline.in(callTimeout, clocks.nanoTime());
        Arrival arrival = new Arrival(admitted, asked.request(), asked.params(), clocks.now(), deadline);
        Reply reply = withdrawable(asked.cancelKey(), exchange, () -> callPath.handle(arrival, exchange));
        WireReply written = writer.write(asked.id(), asked.request(), reply);
        if (asked.sessionId().isEmpty() || !(reply instanceof Reply.Complete)) {
            return written;
        }
        sessionWatch.opened(asked.request().meta().version());
        return written.with("Mcp-Session-Id", asked.sessionId().get());
    }

    /** An id that is in use already (which the specification forbids) leaves the first call the one that is found. */
    private Reply withdrawable(Optional<String> key, PostExchange exchange, Supplier<Reply> call) {
        if (key.isEmpty() || withdrawable.putIfAbsent(key.get(), exchange) != null) {
            return call.get();
        }
        try {
            return call.get();
        } finally {
            withdrawable.remove(key.get(), exchange);
        }
    }

    private WireReply withdraw(String cancelKey) {
        PostExchange exchange = withdrawable.get(cancelKey);
        if (exchange != null) {
            exchange.cancel();
        }
        return WireReply.accepted();
    }

    private static HeaderFields fields(RequestHead head) {
        return head.headers()::getAll;
    }

    private static void send(WireReply reply, Responder responder) {
        CrashPoint.BEFORE_LAST_BYTE.reached();
        List<Map.Entry<String, String>> headers = new ArrayList<>(reply.headers());
        if (reply.hasBody()) {
            headers.add(JSON);
        }
        responder.answer(reply.status(), headers, body(reply.parts()));
    }

    private static ByteBuf body(List<ByteBuffer> parts) {
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length > ONE_PIECE_MAX_BYTES) {
            return Unpooled.wrappedBuffer(parts.size(), parts.toArray(ByteBuffer[]::new));
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (ByteBuffer part : parts) {
            int count = part.remaining();
            part.get(whole, at, count);
            at += count;
        }
        return Unpooled.wrappedBuffer(whole);
    }
}
