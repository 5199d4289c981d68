package dev.gatehouse.transport.listen;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.transport.wire.WireReply;

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
    ListenStream(
            Streams streams, EventStream response, Json id, Reply.Listening listening, WireReply farewell) {
        this.streams = streams;
        this.response = response;
        this.id = id;
        this.listening = listening;
        this.farewell = farewell;
    }

    void begin(Caller caller) {
        response.press(event(acknowledgement()));
        ChangeWatch watch =
                new ChangeWatch(streams, caller.admitted(), listening.lists(), listening::watched, this::tell);
        response.onRoom(watch::tellWaiting);
        response.onOver(() -> {
            watch.close();
            listening.watched().forEach(resource -> resource.release().run());
        });
        streams.recheck(caller, response, watch, this::end);
        watch.begin();
    }

    /** Tells the client, if it is there, that nothing follows. */
    void end() {
        response.press(Sse.message(farewell.parts()));
        response.end();
    }

    private boolean tell(Notice notice) {
        return response.offer(event(notice));
    }

    private byte[] event(Notice notice) {
        return Sse.message(Messages.notification(Messages.tagged(notice, id)));
    }

    private Notice acknowledgement() {
        ObjectWriter honoured = Json.object();
        putIf(honoured, "toolsListChanged", Primitive.TOOL);
        putIf(honoured, "promptsListChanged", Primitive.PROMPT);
        putIf(honoured, "resourcesListChanged", Primitive.RESOURCE, Primitive.TEMPLATE);
        if (!listening.watched().isEmpty()) {
            honoured.put(
                    "resourceSubscriptions",
                    Json.ofStrings(listening.watched().stream()
                            .map(Watched::publicUri)
                            .toList()));
        }
        Json params = Json.object().put("notifications", honoured.build()).build();
        return new Notice("notifications/subscriptions/acknowledged", params);
    }

    private void putIf(ObjectWriter honoured, String member, Primitive... anyOf) {
        for (Primitive kind : anyOf) {
            if (listening.lists().contains(kind)) {
                honoured.put(member, true);
                return;
            }
        }
    }
}
