package dev.gatehouse.transport.face;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import dev.gatehouse.transport.wire.NoticeWriter;
import dev.gatehouse.transport.wire.WireReply;
import java.util.Optional;

/**
 * One stream of changes of the modern era: first what of the request is honoured, then the changes, each with the id of
 * the request; in the end, if there is time for one, the result.
 */
final class ListenStream {
    private final Streams streams;
    private final EventStream response;
    private final Json id;
    private final Reply.Listening listening;
    private final WireReply farewell;

    /** @param farewell the result that ends the stream */
    ListenStream(Streams streams, EventStream response, Json id, Reply.Listening listening, WireReply farewell) {
        this.streams = streams;
        this.response = response;
        this.id = id;
        this.listening = listening;
        this.farewell = farewell;
    }

    void begin(Caller caller) {
        ChangeWatch watch =
                new ChangeWatch(streams, caller.admitted(), listening.lists(), listening::watched, this::tell);
        response.onRoom(watch::tellWaiting);
        response.onOver(() -> {
            watch.close();
            listening.watched().forEach(resource -> resource.release().run());
        });
        watch.begin();
        response.press(Sse.message(NoticeWriter.acknowledged(listening, id)));
        watch.speak();
        streams.recheck(caller, response, watch, this::end);
    }

    /** Tells the client, if it is there, that nothing follows. */
    void end() {
        response.press(Sse.message(farewell.parts()));
        response.end();
    }

    private boolean tell(ChangeWatch.News news) {
        return response.offer(Sse.message(news.message(Optional.of(id))));
    }
}
