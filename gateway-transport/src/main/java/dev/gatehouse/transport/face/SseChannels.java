package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import dev.gatehouse.transport.wire.WireReply;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** HTTP+SSE, the transport of 2024-11-05: a GET opens the stream of a client, whose posts name it. */
final class SseChannels {
    private static final String QUERY = "sessionId=";
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_BYTES = 16;

    private final Eras eras;
    private final Streams streams;
    private final Calls calls;
    private final LiveSessions sessions;
    private final SessionChanges changes;
    private final Guests guests;
    private final Map<String, SseChannel> open = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    SseChannels(Eras eras, Streams streams, Calls calls, LiveSessions sessions, SessionChanges changes, Guests guests) {
        this.eras = eras;
        this.streams = streams;
        this.calls = calls;
        this.sessions = sessions;
        this.changes = changes;
        this.guests = guests;
    }

    /** GET: the first event says where to post. */
    void open(Caller caller, Responder responder) {
        Session session = eras.connection(caller.admitted());
        Optional<LiveSession> live = sessions.open(session);
        if (live.isEmpty()) {
            responder.answer(EarlyAnswer.overloaded(StreamBound.LIVE_SESSIONS.told()), true);
            return;
        }
        switch (streams.places().enter(caller.admitted().principal())) {
            case StreamPlaces.Entry.Refused(String told) -> {
                sessions.end(session);
                responder.answer(EarlyAnswer.overloaded(told), true);
            }
            case StreamPlaces.Entry.Entered(Runnable leave) ->
                begin(live.get(), caller, responder).ifPresentOrElse(response -> response.onOver(leave), () -> {
                    leave.run();
                    sessions.end(session);
                });
        }
    }

    /** POST: taken at once, answered on the stream. */
    void take(Caller caller, byte[] body, Responder responder) {
        Optional<SseChannel> named = named(caller.head().query()).filter(channel -> channel.belongsTo(caller));
        if (named.isEmpty()) {
            responder.answer(EarlyAnswer.polite(HttpResponseStatus.NOT_FOUND, "no such session"), true);
            return;
        }
        SseChannel channel = named.get();
        if (!channel.tryBegin()) {
            responder.answer(EarlyAnswer.overloaded("too much is under way"), true);
            return;
        }
        try {
            take(channel, caller, body, responder);
        } finally {
            channel.done();
        }
    }

    /** Each ends when what it has under way has ended. */
    void drain() {
        open.values().forEach(SseChannel::drain);
    }

    int size() {
        return open.size();
    }

    private Optional<EventStream> begin(LiveSession live, Caller caller, Responder responder) {
        Optional<Reply.Listening> permitted = changes.permit(live, caller, responder);
        Optional<EventStream> response = permitted.flatMap(_ -> streams.open(responder));
        if (response.isEmpty()) {
            return response;
        }
        responder.settle();
        SseChannel channel = new SseChannel(newId(), caller.admitted(), response.get(), live);
        open.put(channel.id(), channel);
        ChangeWatch watch =
                changes.watch(live, caller, permitted.get(), news -> channel.offer(news.message(Optional.empty())));
        attend(channel, watch, caller, response.get());
        return response;
    }

    private void attend(SseChannel channel, ChangeWatch watch, Caller caller, EventStream response) {
        response.onRoom(watch::tellWaiting);
        response.onOver(() -> {
            open.remove(channel.id());
            watch.close();
            channel.close();
            sessions.end(channel.session());
            if (channel.hasBegun()) {
                guests.left(channel.session(), "its connection ended");
            }
        });
        watch.begin();
        String server = caller.admitted().server().name().value();
        response.press(Sse.endpoint("/vmcp/" + server + "/messages?" + QUERY + channel.id()));
        watch.speak();
        streams.recheck(caller, response, watch, response::end);
        if (streams.places().isShut()) {
            channel.drain();
        }
    }

    private void take(SseChannel channel, Caller caller, byte[] body, Responder responder) {
        Spoken spoken = eras.readIn(channel.session(), body, caller.fields());
        if (spoken instanceof Spoken.Answered(WireReply refusal) && refusal.status() >= 400) {
            Replies.send(refusal, responder);
            return;
        }
        Runnable held = responder.hold();
        try (SsePost post = new SsePost(channel, streams.count())) {
            Replies.send(WireReply.accepted(), responder);
            List<WireReply> replies = calls.answer(
                    spoken,
                    caller.admitted(),
                    asked -> post.exchange(asked.request().meta()));
            if (spoken instanceof Spoken.Asked asked && asked.request() instanceof McpRequest.Discover) {
                asked.session().ifPresent(channel::agreed);
            }
            post.answer(replies);
        } finally {
            held.run();
        }
    }

    /** The only parameter; a client that sends others is not one of ours. */
    private Optional<SseChannel> named(String query) {
        return query.startsWith(QUERY)
                ? Optional.ofNullable(open.get(query.substring(QUERY.length())))
                : Optional.empty();
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HEX.formatHex(id);
    }
}
