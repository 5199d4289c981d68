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
        switch (streams.places().enter(caller.admitted().principal())) {
            case StreamPlaces.Entry.Refused(String told) ->
                answer(asked, new Reply.Failed(FailureCode.OVERLOADED, told), responder);
            case StreamPlaces.Entry.Entered(Runnable leave) ->
                begin(asked, caller, responder).ifPresentOrElse(response -> response.onOver(leave), leave);
        }
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
            listening.release();
            return response;
        }
        responder.settle();
        ListenStream stream = new ListenStream(
                streams, calls, response.get(), asked, listening, writer.write(asked.id(), asked.request(), reply));
        stream.begin(caller);
        open.add(stream);
        response.get().onOver(() -> open.remove(stream));
        if (streams.places().isShut()) {
            stream.end();
        }
        return response;
    }

    private void answer(Spoken.Asked asked, Reply reply, Responder responder) {
        Replies.send(writer.write(asked.id(), asked.request(), reply), responder);
    }
}
