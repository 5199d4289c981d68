package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A conversation over HTTP: stateless in the modern era, with a session that may have to be renewed in the legacy one. */
final class HttpSession implements Session {
    private static final long HEADER_MISMATCH = -32020;
    private static final Duration RENEWAL_MAX = Duration.ofSeconds(10);
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(1);

    private final Road road;
    private final Connector.Listener listener;
    private final LongSupplier nanoTime;
    private final Dialect dialect;
    private final AtomicLong ids;
    private final ReentrantLock renewal = new ReentrantLock();
    private volatile Optional<String> sessionId = Optional.empty();

    /** @param ids shared by all conversations with one upstream: within a session no id may come twice */
    HttpSession(Road road, Dialect dialect, AtomicLong ids, Connector.Listener listener, LongSupplier nanoTime) {
        this.ids = ids;
        this.road = road;
        this.dialect = dialect;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    @Override
    public ProtocolVersion version() {
        return dialect.version();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public UpstreamCall open(Permit permit, Runnable over) {
        Operation operation = permit.spend();
        long id = ids.incrementAndGet();
        Json message = Dialect.request(id, "tools/call", dialect.call(id, operation));
        HttpHeaders headers = headers("tools/call");
        if (version().isModern()) {
            headers.set("Mcp-Name", HeaderValues.encode(operation.target().upstreamName()));
            parameters(permit.facts().definition(), operation.arguments(), headers);
        }
        return start(id, message, headers, operation.meta().progressToken(), over);
    }

    @Override
    public UpstreamReply ask(String method, Json params, Deadline deadline) {
        return Replies.await(request(method, params), deadline);
    }

    /** Sends a request of the gateway's own. */
    HttpCall request(String method, Json params) {
        long id = ids.incrementAndGet();
        return start(id, Dialect.request(id, method, params), headers(method), Optional.empty(), () -> {});
    }

    /** Begins a legacy session: {@code initialize}, then {@code notifications/initialized} within it. */
    HttpCall initialize() {
        long id = ids.incrementAndGet();
        Json message = Dialect.request(id, "initialize", dialect.initialize());
        // The revision is not settled yet and there is no session: neither may be named.
        HttpExchange exchange = road.post(message, new DefaultHttpHeaders());
        return new HttpCall(id, Optional.empty(), new Once(), exchange, () -> {});
    }

    /**
     * Takes the session that {@code initialize} was answered with into use. Waits until the server has seen the
     * notification: some refuse whatever overtakes it.
     */
    void adopt(Optional<String> newSessionId, Deadline deadline) {
        sessionId = newSessionId;
        Json initialized = Dialect.notification("notifications/initialized", Json.EMPTY_OBJECT);
        await(road.post(initialized, headersInSession(initialized)), deadline);
    }

    /** Waits for an answer whose content does not matter. */
    private static void await(HttpExchange exchange, Deadline deadline) {
        try {
            Optional<Piece> _ = exchange.take(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.satisfied();
        exchange.release();
    }

    @Override
    public Optional<String> failure() {
        return road.isShut() ? Optional.of("it cannot be reached") : Optional.empty();
    }

    /** On a stream of its own an answer can go to no other call, so nobody counts. */
    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {
        Optional<String> held = sessionId;
        sessionId = Optional.empty();
        if (held.isPresent()) {
            HttpHeaders headers = new DefaultHttpHeaders();
            headers.set("MCP-Protocol-Version", version().wireName());
            headers.set(AnswerHead.SESSION_HEADER, held.get());
            await(road.delete(headers), Deadline.in(FAREWELL_MAX, nanoTime.getAsLong()));
        }
    }

    private HttpCall start(long id, Json message, HttpHeaders headers, Optional<Json> progress, Runnable over) {
        Optional<String> used = sessionId;
        used.ifPresent(session -> headers.set(AnswerHead.SESSION_HEADER, session));
        HttpExchange exchange = road.post(message, headers);
        return new HttpCall(id, progress, new InSession(id, message, headers, used), exchange, over);
    }

    private HttpHeaders headers(String method) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("MCP-Protocol-Version", version().wireName());
        if (version().isModern()) {
            headers.set("Mcp-Method", method);
        }
        return headers;
    }

    private static void parameters(Definition tool, Json arguments, HttpHeaders headers) {
        ParamHeaders.of(tool.inputSchema())
                .ifPresent(annotated -> annotated
                        .values(arguments)
                        .forEach((name, value) -> headers.set("Mcp-Param-" + name, HeaderValues.encode(value))));
    }

    /** Sends what wants no answer; a refusal of it changes nothing. */
    private void tell(Json message) {
        road.tell(message, headersInSession(message));
    }

    private HttpHeaders headersInSession(Json message) {
        HttpHeaders headers = headers(message.text("method").orElse(""));
        sessionId.ifPresent(session -> headers.set(AnswerHead.SESSION_HEADER, session));
        return headers;
    }

    /** Whether there is a session again after this one was refused. One thread renews, the others find it done. */
    private boolean renew(Optional<String> refused, Deadline deadline) {
        renewal.lock();
        try {
            if (!sessionId.equals(refused)) {
                return true;
            }
            long now = nanoTime.getAsLong();
            Deadline patience = deadline.earlier(Deadline.in(RENEWAL_MAX, now));
            HttpCall call = initialize();
            UpstreamReply reply = Replies.await(call, patience);
            if (!(reply instanceof UpstreamReply.Complete)) {
                return false;
            }
            adopt(call.head().flatMap(AnswerHead::sessionId), patience);
            return true;
        } finally {
            renewal.unlock();
        }
    }

    /** A request that names no session: nothing to renew, nothing to cancel. */
    private class Once implements HttpCall.Context {
        @Override
        public void aside(Incoming message) {
            switch (message) {
                case Incoming.Asked asked -> tell(Dialect.answer(asked));
                case Incoming.Told told
                when told.method().equals("notifications/tools/list_changed") -> listener.toolsChanged();
                case Incoming.Failure failure when failure.code() == HEADER_MISMATCH -> listener.toolsChanged();
                default -> {
                    // Logs and answers to nobody: nothing was declared that could want them.
                }
            }
        }

        @Override
        public Optional<HttpExchange> again(Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public void cancelled(String reason) {}
    }

    private final class InSession extends Once {
        private final long id;
        private final Json message;
        private final HttpHeaders headers;
        private final Optional<String> used;

        InSession(long id, Json message, HttpHeaders headers, Optional<String> used) {
            this.id = id;
            this.message = message;
            this.headers = headers;
            this.used = used;
        }

        @Override
        public Optional<HttpExchange> again(Deadline deadline) {
            // A server that does not know the session has not looked at the request (2025-11-25, basic/transports).
            if (used.isEmpty() || !renew(used, deadline)) {
                return Optional.empty();
            }
            headers.remove(AnswerHead.SESSION_HEADER);
            sessionId.ifPresent(session -> headers.set(AnswerHead.SESSION_HEADER, session));
            return Optional.of(road.post(message, headers));
        }

        @Override
        public void cancelled(String reason) {
            // To a modern server the closed response says it (2026-07-28, basic/patterns/cancellation).
            if (!version().isModern()) {
                tell(Dialect.cancelled(id, reason));
            }
        }
    }
}
