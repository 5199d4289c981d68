package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.wire.ReplyWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code subscriptions/listen}: streams of changes of the modern era (2026-07-28 basic/patterns/subscriptions). */
final class ListenStreams {
    private final Streams streams;
    private final Calls calls;
    private final ReplyWriter writer;
    private final Set<ListenStream> open = ConcurrentHashMap.newKeySet();

    ListenStreams(Streams streams, Calls calls, ReplyWriter writer) {
        this.streams = streams;
        this.calls = calls;
        this.writer = writer;
    }

    void open(Spoken.Asked asked, Caller caller, Responder responder) {
        Optional<Runnable> place = streams.places().tryEnter(caller.admitted().principal());
        if (place.isEmpty()) {
            answer(asked, new Reply.Failed(FailureCode.OVERLOADED, "too many streams are open"), responder);
            return;
        }
        begin(asked, caller, responder).ifPresentOrElse(response -> response.onOver(place.get()), place.get());
    }

    /** Graceful: each client gets the result of its request. */
    void endAll() {
        open.forEach(ListenStream::end);
    }

    private Optional<EventStream> begin(Spoken.Asked asked, Caller caller, Responder responder) {
        Reply reply = calls.handle(
                asked, caller.admitted(), ClientExchange.mute(asked.request().meta(), streams.count()));
        if (!(reply instanceof Reply.Listening listening)) {
            answer(asked, reply, responder);
            return Optional.empty();
        }
        Optional<EventStream> response = streams.open(responder);
        if (response.isEmpty()) {
            listening.watched().forEach(resource -> resource.release().run());
            return response;
        }
        responder.settle();
        ListenStream stream = new ListenStream(
                streams, response.get(), asked.id(), listening, writer.write(asked.id(), asked.request(), reply));
        open.add(stream);
        response.get().onOver(() -> open.remove(stream));
        stream.begin(caller);
        return response;
    }

    private void answer(Spoken.Asked asked, Reply reply, Responder responder) {
        Replies.send(writer.write(asked.id(), asked.request(), reply), responder);
    }
}
