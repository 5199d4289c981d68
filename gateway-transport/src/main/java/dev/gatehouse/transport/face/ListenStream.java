package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import dev.gatehouse.transport.wire.NoticeWriter;
import dev.gatehouse.transport.wire.WireReply;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One stream of changes of the modern era: first what of the request is honoured, then the changes, each with the id of
 * the request; in the end, if there is time for one, the result.
 */
final class ListenStream {
    private final Streams streams;
    private final Calls calls;
    private final EventStream response;
    private final Spoken.Asked asked;
    private final Reply.Listening listening;
    private final WireReply farewell;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param farewell the result that ends the stream */
    ListenStream(
            Streams streams,
            Calls calls,
            EventStream response,
            Spoken.Asked asked,
            Reply.Listening listening,
            WireReply farewell) {
        this.streams = streams;
        this.calls = calls;
        this.response = response;
        this.asked = asked;
        this.listening = listening;
        this.farewell = farewell;
    }

    void begin(Caller caller) {
        ChangeWatch watch = new ChangeWatch(
                streams,
                caller.admitted(),
                asked.request().meta().capabilities(),
                listening.lists(),
                listening::watched,
                this::tell);
        TaskNews tasks = new TaskNews(streams, listening.tasks(), task -> tell(task, watch.admitted()));
        response.onRoom(watch::tellWaiting);
        response.onOver(() -> {
            watch.close();
            tasks.close();
            listening.release();
        });
        watch.begin();
        tasks.begin();
        response.press(Sse.message(NoticeWriter.acknowledged(listening, asked.id())));
        watch.speak();
        tasks.speak();
        streams.recheck(caller, response, watch, this::end);
    }

    /** Tells the client, if it is there, that nothing follows; a second time does nothing. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            response.press(Sse.message(farewell.parts()));
            response.end();
        }
    }

    private boolean tell(ChangeWatch.News news) {
        return response.offer(Sse.message(news.message(Optional.of(asked.id()))));
    }

    /** A task that cannot be told of now is not; a client that asks for it hears why. */
    private void tell(String taskId, Admission.Admitted admitted) {
        RequestMeta meta = asked.request().meta();
        var get = new Spoken.Asked(
                asked.id(), new McpRequest.TaskGet(taskId, meta), ParamCheck.NONE, Optional.empty(), Optional.empty());
        if (calls.handle(get, admitted, ClientExchange.mute(meta, streams.count())) instanceof Reply.Task(Json task)) {
            boolean _ = response.send(Sse.message(NoticeWriter.task(task, asked.id())));
        }
    }
}
