package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Exchange.Asking;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Optional;

/** A post to the MCP endpoint: read the era away, take the call path, answer with a body or a stream. */
final class Conversation {
    private final Eras eras;
    private final ReplyWriter writer;
    private final Calls calls;
    private final LiveSessions sessions;
    private final Streams streams;
    private final ListenStreams listens;

    Conversation(
            Eras eras, ReplyWriter writer, Calls calls, LiveSessions sessions, Streams streams, ListenStreams listens) {
        this.eras = eras;
        this.writer = writer;
        this.calls = calls;
        this.sessions = sessions;
        this.streams = streams;
        this.listens = listens;
    }

    void hold(Caller caller, byte[] body, Responder responder) {
        Spoken spoken = eras.read(body, caller.fields(), caller.admitted());
        if (spoken instanceof Spoken.Asked asked && asked.request() instanceof McpRequest.Listen) {
            listens.open(asked, caller, responder);
            return;
        }
        boolean takesEvents = caller.takesEvents() && !opens(spoken);
        PostAnswer answer = new PostAnswer(streams, sessions, responder, sessionOf(spoken), takesEvents);
        if (takesEvents && !(spoken instanceof Spoken.Answered)) {
            streams.heartbeat().add(answer);
        }
        try {
            reply(spoken, caller, answer, responder);
        } finally {
            streams.heartbeat().remove(answer);
        }
    }

    private void reply(Spoken spoken, Caller caller, PostAnswer answer, Responder responder) {
        List<WireReply> replies = calls.answer(spoken, caller.admitted(), asked -> exchange(asked, answer, responder));
        answer.finish()
                .ifPresentOrElse(
                        stream -> Replies.send(replies, stream),
                        () -> Replies.send(
                                spoken instanceof Spoken.Batch ? writer.batch(replies) : replies.getFirst(),
                                responder));
    }

    private ClientExchange exchange(Spoken.Asked asked, PostAnswer answer, Responder responder) {
        ClientExchange exchange = new ClientExchange(
                answer, asking(asked, answer), asked.request().meta(), streams.count());
        if (asked.request().meta().version().isModern()) {
            responder.onGone(exchange::cancel);
        }
        return exchange;
    }

    private static Asking asking(Spoken.Asked asked, PostAnswer answer) {
        if (!asked.request().meta().version().isModern()) {
            return answer.canAsk() ? Asking.INLINE : Asking.NEVER;
        }
        return switch (asked.request()) {
            case McpRequest.ToolCall _, McpRequest.PromptGet _, McpRequest.ResourceRead _ -> Asking.BY_RETRY;
            default -> Asking.NEVER;
        };
    }

    /** The session id of {@code initialize} stands in a header, so its answer is never begun early. */
    private static boolean opens(Spoken spoken) {
        return spoken instanceof Spoken.Asked asked && asked.sessionId().isPresent();
    }

    private static Optional<Session> sessionOf(Spoken spoken) {
        return switch (spoken) {
            case Spoken.Asked asked -> asked.session();
            case Spoken.Batch(List<Spoken> elements) ->
                elements.stream()
                        .map(Conversation::sessionOf)
                        .flatMap(Optional::stream)
                        .findFirst();
            default -> Optional.empty();
        };
    }
}
