package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.News;
import dev.gatehouse.transport.client.rpc.Topic;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import java.util.Set;

/** With a server of the modern era: every request stands alone, and news is what {@code subscriptions/listen} tells. */
final class ModernHttpSession extends HttpSession {
    private final SessionRoad road;
    private final Connector.Listener listener;
    private final Listening listening;

    ModernHttpSession(SessionRoad road, Settled settled, Connector.Listener listener) {
        super(road, settled);
        this.road = road;
        this.listener = listener;
        this.listening = new Listening(settled.introduction(), this::listen);
    }

    @Override
    public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
        Operation operation = permit.spend();
        String method = operation.verb().method();
        long id = road.nextId();
        HttpHeaders headers = road.headers(method);
        RoutingHeaders.add(permit.facts().definition(), operation, headers);
        return call(
                id,
                road.road().post(Messages.request(id, method, dialect().of(id, operation, state)), headers),
                Caller.of(operation, operation.meta().capabilities()),
                over);
    }

    @Override
    HttpCall start(long id, Json message, Caller caller, Over over) {
        return call(id, road.post(message), caller, over);
    }

    private HttpCall call(long id, HttpExchange exchange, Caller caller, Over over) {
        return new HttpCall(id, caller, new StandaloneContext(road, listener), exchange, over);
    }

    @Override
    public void follow(Set<Topic> topics, Listening.Begun begun) {
        listening.follow(topics, begun);
    }

    private AutoCloseable listen(Json notifications, Listening.Listener stream) {
        StreamReader reader = new StreamReader(road.road(), new Source(dialect().listen(notifications), stream));
        reader.start();
        return reader;
    }

    @Override
    public void close() {
        listening.close();
    }

    private final class Source implements StreamReader.Source {
        private final Json params;
        private final Listening.Listener stream;

        Source(Json params, Listening.Listener stream) {
            this.params = params;
            this.stream = stream;
        }

        @Override
        public HttpExchange open(Optional<String> lastEventId) {
            return road.post(Messages.request(road.nextId(), "subscriptions/listen", params));
        }

        @Override
        public boolean read(Incoming message) {
            switch (message) {
                case Incoming.Failure _ -> {
                    return false;
                }
                case Incoming.Told told
                when told.method().equals("notifications/subscriptions/acknowledged") ->
                    stream.begun(told.params().member("notifications").orElse(Json.EMPTY_OBJECT));
                case Incoming.Told told -> {
                    boolean _ = News.tell(told, listener);
                }
                case Incoming.Asked _, Incoming.Answer _, Incoming.Junk _ -> {
                    // The end of the stream, or nothing that belongs there.
                }
            }
            return true;
        }

        @Override
        public void refused() {
            stream.ended();
        }
    }
}
