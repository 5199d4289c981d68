package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.wire.ReplyWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Watches on behalf of legacy sessions. They never say which changes they want to hear of: they get all they may. */
final class SessionChanges {
    private final Streams streams;
    private final Calls calls;
    private final ReplyWriter writer;

    SessionChanges(Streams streams, Calls calls, ReplyWriter writer) {
        this.streams = streams;
        this.calls = calls;
        this.writer = writer;
    }

    /** What the session may hear of; empty when nothing, which the client was told then. */
    Optional<Reply.Listening> permit(LiveSession live, Caller caller, Responder responder) {
        Spoken.Asked asked = everything(live.session());
        Reply reply = calls.handle(
                asked, caller.admitted(), ClientExchange.mute(asked.request().meta(), streams.count()));
        if (reply instanceof Reply.Listening listening) {
            return Optional.of(listening);
        }
        Replies.send(writer.write(asked.id(), asked.request(), reply), responder);
        return Optional.empty();
    }

    /** A watch that has yet to begin. */
    ChangeWatch watch(LiveSession live, Caller caller, Reply.Listening permitted, ChangeWatch.Ear ear) {
        return new ChangeWatch(
                streams, caller.admitted(), live.session().capabilities(), permitted.lists(), live::watched, ear);
    }

    private static Spoken.Asked everything(Session session) {
        RequestMeta meta = new RequestMeta(
                Optional.of(session.id()),
                session.version(),
                session.clientInfo(),
                session.capabilities(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.EMPTY_OBJECT);
        McpRequest listen = new McpRequest.Listen(EnumSet.allOf(Primitive.class), List.of(), List.of(), meta);
        return new Spoken.Asked(Json.NULL, listen, ParamCheck.NONE, Optional.empty(), Optional.empty());
    }
}
