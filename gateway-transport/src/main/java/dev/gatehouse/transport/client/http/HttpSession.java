package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.News;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
    private final Introduction introduction;
    private final ClientCapabilities declared;
    private final AtomicLong ids;
    private final HttpNews news;
    private final Map<Long, HttpCall> underWay = new ConcurrentHashMap<>();
    private final ReentrantLock renewal = new ReentrantLock();
    private volatile Optional<String> sessionId = Optional.empty();

    /**
     * @param ids shared by all conversations with one upstream: within a session no id may come twice
     * @param declared what a legacy upstream was told its client can be asked
     */
    HttpSession(
            Road road,
            Dialect dialect,
            Introduction introduction,
            ClientCapabilities declared,
            AtomicLong ids,
            Connector.Listener listener,
            LongSupplier nanoTime) {
        this.road = road;
        this.dialect = dialect;
        this.introduction = introduction;
        this.declared = declared;
        this.ids = ids;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.news = new HttpNews(this, road, listener, nanoTime);
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    /** Each call has a stream of its own, even though not every server asks there. */
    @Override
    public boolean tellsWhoIsAsked() {
        return true;
    }

    @Override
    public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
        Operation operation = permit.spend();
        long id = ids.incrementAndGet();
        String method = operation.verb().method();
        Json message = Messages.request(id, method, dialect.of(id, operation, state));
        HttpHeaders headers = headers(method);
        if (version().isModern()) {
            RoutingHeaders.add(permit.facts().definition(), operation, headers);
        }
        if (version().isModern()) {
            return start(
                    id, message, headers, Caller.of(operation, operation.meta().capabilities()), over);
        }
        HttpCall call = start(id, message, headers, Caller.of(operation, declared), answered -> {
            underWay.remove(id);
            over.over(answered);
        });
        underWay.put(id, call);
        return call;
    }

    boolean canBeAsked() {
        return !declared.equals(ClientCapabilities.NONE);
    }

    /** A question that does not say which call it is about: it can only be the one that is under way. */
    void asked(Incoming.Asked question) {
        List<HttpCall> calls = List.copyOf(underWay.values());
        if (calls.size() != 1 || !calls.getFirst().ask(question)) {
            tell(Messages.answer(question));
        }
    }

    /** Returns when questions can come by every way a server may choose. */
    void awaitQuestions() throws InterruptedException {
        if (canBeAsked()) {
            news.openForQuestions();
        }
    }

    @Override
    public UpstreamReply ask(String method, Json params, Deadline deadline) {
        return Replies.await(request(method, params), deadline);
    }

    @Override
    public void send(String method, Json params) {
        tell(Messages.request(ids.incrementAndGet(), method, params));
    }

    @Override
    public void follow(Set<Topic> topics, Listening.Begun begun) {
        news.follow(topics, begun);
    }

    /** Sends a request of the gateway's own. */
    HttpCall request(String method, Json params) {
        long id = ids.incrementAndGet();
        return start(id, Messages.request(id, method, params), headers(method), Caller.GATEWAY, Over.NOBODY);
    }

    /** A request of the gateway's own as it is sent, for a stream that is read elsewhere. */
    HttpExchange stream(String method, Json params) {
        Json message = Messages.request(ids.incrementAndGet(), method, params);
        return road.post(message, headersInSession(message));
    }

    /** The stream of what belongs to no request, or what is left of another one. */
    HttpExchange get(Optional<String> lastEventId) {
        HttpHeaders headers = inSession(headers(""));
        lastEventId.ifPresent(id -> headers.set("Last-Event-ID", id));
        return road.get(headers);
    }

    /** Begins a legacy session: {@code initialize}, then {@code notifications/initialized} within it. */
    HttpCall initialize() {
        long id = ids.incrementAndGet();
        Json message = Messages.request(id, "initialize", dialect.initialize(declared));
        // The revision is not settled yet and there is no session: neither may be named.
        HttpExchange exchange = road.post(message, new DefaultHttpHeaders());
        return new HttpCall(id, Caller.GATEWAY, new Once(), exchange, Over.NOBODY);
    }

    /**
     * Takes the session that {@code initialize} was answered with into use. Waits until the server has seen the
     * notification: some refuse whatever overtakes it.
     */
    void adopt(Optional<String> newSessionId, Deadline deadline) {
        sessionId = newSessionId;
        Json initialized = Messages.notification("notifications/initialized", Json.EMPTY_OBJECT);
        await(road.post(initialized, headersInSession(initialized)), deadline);
        if (canBeAsked() && introduction.declares("logging")) {
            Json level = Json.object().put("level", "debug").build();
            UpstreamReply _ = ask("logging/setLevel", level, deadline);
        }
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
        news.close();
        Optional<String> held = sessionId;
        sessionId = Optional.empty();
        if (held.isPresent()) {
            HttpHeaders headers = headers("");
            headers.set(AnswerHead.SESSION_HEADER, held.get());
            await(road.delete(headers), Deadline.in(FAREWELL_MAX, nanoTime.getAsLong()));
        }
    }

    private HttpCall start(long id, Json message, HttpHeaders headers, Caller caller, Over over) {
        Optional<String> used = sessionId;
        used.ifPresent(session -> headers.set(AnswerHead.SESSION_HEADER, session));
        HttpExchange exchange = road.post(message, headers);
        return new HttpCall(id, caller, new InSession(id, message, headers, used), exchange, over);
    }

    private HttpHeaders headers(String method) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("MCP-Protocol-Version", version().wireName());
        if (version().isModern()) {
            headers.set("Mcp-Method", method);
        }
        return headers;
    }

    /** Sends what wants no answer; a refusal of it changes nothing. */
    private void tell(Json message) {
        road.tell(message, headersInSession(message));
    }

    private HttpHeaders headersInSession(Json message) {
        return inSession(headers(message.text("method").orElse("")));
    }

    private HttpHeaders inSession(HttpHeaders headers) {
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
            Deadline patience = deadline.earlier(Deadline.in(RENEWAL_MAX, nanoTime.getAsLong()));
            HttpCall call = initialize();
            UpstreamReply reply = Replies.await(call, patience);
            if (Discovery.legacy(reply).isEmpty()) {
                return false;
            }
            adopt(call.head().flatMap(AnswerHead::sessionId), patience);
        } finally {
            renewal.unlock();
        }
        news.renewed();
        listener.renewed();
        return true;
    }

    /** A request that names no session: nothing to renew, nothing to cancel. */
    private class Once implements HttpCall.Context {
        @Override
        public void aside(Incoming message) {
            switch (message) {
                case Incoming.Asked asked -> respond(Messages.answer(asked));
                case Incoming.Told told -> {
                    boolean _ = News.tell(told, listener);
                }
                case Incoming.Failure failure
                when failure.code() == HEADER_MISMATCH -> listener.listChanged(Primitive.TOOL);
                default -> {
                    // An answer to nobody: nothing was asked that could want it.
                }
            }
        }

        @Override
        public boolean asksOnTheStream() {
            return !version().isModern();
        }

        @Override
        public void respond(Json response) {
            tell(response);
        }

        @Override
        public Optional<HttpExchange> again(Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public Optional<HttpExchange> resume(HttpExchange broken, Deadline deadline, BooleanSupplier stop)
                throws InterruptedException {
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
        private final Resumes resumes = new Resumes();

        InSession(long id, Json message, HttpHeaders headers, Optional<String> used) {
            this.id = id;
            this.message = message;
            this.headers = headers;
            this.used = used;
        }

        @Override
        public Optional<HttpExchange> again(Deadline deadline) {
            // A server that does not know the session has not looked at the request (2025-11-25, basic/transports).
            if (used.isEmpty() || resumes.begun() || !renew(used, deadline)) {
                return Optional.empty();
            }
            headers.remove(AnswerHead.SESSION_HEADER);
            return Optional.of(road.post(message, inSession(headers)));
        }

        @Override
        public Optional<HttpExchange> resume(HttpExchange broken, Deadline deadline, BooleanSupplier stop)
                throws InterruptedException {
            // The modern era has no such thing: there the request is simply lost.
            if (version().isModern() || !resumes.mayFollow(broken)) {
                return Optional.empty();
            }
            boolean inTime = road.pause(resumes.pause(), deadline, stop);
            return inTime ? Optional.of(get(resumes.lastEventId())) : Optional.empty();
        }

        @Override
        public void cancelled(String reason) {
            // To a modern server the closed response says it (2026-07-28, basic/patterns/cancellation).
            if (!version().isModern()) {
                tell(Messages.cancelled(id, reason));
            }
        }
    }
}
