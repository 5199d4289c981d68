package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.Topic;
import dev.gatehouse.transport.wire.McpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** With a server of the legacy era: a session that may have to be renewed, and a stream for what belongs to no request. */
final class LegacyHttpSession extends HttpSession {
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(1);

    private final SessionRoad road;
    private final Settled settled;
    private final Connector.Listener listener;
    private final SessionStream stream;
    private final Initializing initializing;

    LegacyHttpSession(SessionRoad road, Settled settled, Connector.Listener listener) {
        super(road, settled);
        this.road = road;
        this.settled = settled;
        this.listener = listener;
        this.stream = new SessionStream(road, listener);
        this.initializing = new Initializing(road, settled, listener, stream::renewed);
    }

    /** Takes the session into use that {@code initialize} was answered with. */
    void enter(Optional<String> session, Deadline deadline) {
        initializing.enter(session, deadline);
    }

    @Override
    public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
        if (settled.canBeAsked()) {
            stream.openForQuestions();
        }
        Operation operation = permit.spend();
        long id = road.nextId();
        Json message = Messages.request(id, operation.verb().method(), dialect().of(id, operation, state));
        HttpCall call = start(id, message, Caller.of(operation, settled.declared()), answered -> {
            stream.remove(id);
            over.over(answered);
        });
        stream.add(id, call);
        return call;
    }

    @Override
    HttpCall start(long id, Json message, Caller caller, Over over) {
        HttpHeaders headers = road.headers("");
        Optional<String> used = Optional.ofNullable(headers.get(McpHeaders.SESSION_ID));
        return new HttpCall(
                id,
                caller,
                new LegacyContext(road, listener, initializing, id, message, used),
                road.road().post(message, headers),
                over);
    }

    /** Updates of resources come for those that were subscribed to, on the same stream as all news. */
    @Override
    public void follow(Set<Topic> topics, Listening.Begun begun) {
        if (introduction().tellsNews()) {
            stream.openForNews();
        }
        begun.begun(Set.of());
    }

    @Override
    public void close() {
        stream.close();
        road.leave(road.in(FAREWELL_MAX));
    }
}
