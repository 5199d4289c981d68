package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.road.HttpExchange.Kind;
import dev.gatehouse.transport.wire.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The way to one upstream: its pools, its breaker and how its requests are written. Thread-safe. */
public final class Road {
    /** Connections beside those of calls: streams of news and of questions, and the gateway's own requests. */
    private static final int OWN_CONNECTIONS_MAX = 32;

    /** What the file may not say: these belong to the connection or to the protocol. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "last-event-id",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final String name;
    private final Origin origin;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, LoopPool> pools = new HashMap<>();
    private final Breaker breaker;
    private final Waits waits;
    private final ByteBudget budget;
    private final RequestBytes requests;

    /**
     * @param callsMax calls under way at a time; none of them waits for a connection
     * @param shut run when the upstream could not be reached several times in a row
     * @throws IllegalArgumentException when a header's name or value cannot be sent
     */
    public Road(
            String name,
            Dialer dialer,
            int callsMax,
            EventLoopGroup loops,
            Map<String, String> headers,
            String userAgent,
            Runnable shut,
            Waits waits,
            ByteBudget budget) {
        this.name = name;
        this.origin = dialer.origin();
        this.loops = loops;
        this.waits = waits;
        this.budget = budget;
        this.breaker = new Breaker(shut, waits::nanoTime);
        HttpHeaders fixed = new DefaultHttpHeaders();
        fixed.set(HttpHeaderNames.HOST, dialer.origin().authority());
        fixed.set(HttpHeaderNames.USER_AGENT, userAgent);
        headers.forEach((field, value) -> fix(fixed, field, value));
        this.requests = new RequestBytes(dialer.origin().target(), fixed);
        // All calls may come to one loop: which one it is, is left to chance.
        for (EventExecutor loop : loops) {
            pools.put(loop, new LoopPool((EventLoop) loop, dialer, callsMax + OWN_CONNECTIONS_MAX, breaker));
        }
    }

    private static void fix(HttpHeaders fixed, String name, String value) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is the gateway's own to send");
        }
        try {
            fixed.set(name, value);
        } catch (IllegalArgumentException e) {
            // The cause would quote the value, which may be a secret.
            throw new IllegalArgumentException("header " + name + " cannot be sent: a character is not allowed");
        }
    }

    /** Sends one message; the answer, or why there is none, comes into the exchange. */
    public HttpExchange post(Json message, HttpHeaders own) {
        return post(message, own, requests);
    }

    /** Sends what wants no answer. */
    public void tell(Json message, HttpHeaders own) {
        HttpExchange _ = send(requests.post(message, own), Kind.UNATTENDED, Road::ignore);
    }

    /** How requests to another address of the same origin are written. */
    public RequestBytes requestsTo(String target) {
        return requests.to(target);
    }

    public HttpExchange post(Json message, HttpHeaders own, RequestBytes to) {
        return send(to.post(message, own), Kind.ANSWER, Road::ignore);
    }

    /**
     * Sends what is answered elsewhere.
     *
     * @param refused told why when it was not accepted; on an event loop
     */
    public void tell(Json message, HttpHeaders own, RequestBytes to, Consumer<String> refused) {
        HttpExchange _ = send(to.post(message, own), Kind.UNATTENDED, refused);
    }

    public Origin origin() {
        return origin;
    }

    public HttpExchange delete(HttpHeaders own) {
        return send(requests.delete(own), Kind.ANSWER, Road::ignore);
    }

    /** Asks for an event stream. */
    public HttpExchange get(HttpHeaders own) {
        return send(requests.get(own), Kind.STREAM, Road::ignore);
    }

    private static void ignore(String refusal) {}

    /** Waits; false when the deadline comes first, or at once when it would. */
    public boolean pause(Duration time, Deadline deadline) throws InterruptedException {
        return pause(time, deadline, () -> false);
    }

    /** Waits unless told to stop, by whoever unparks this thread; whether the whole time is over. */
    public boolean pause(Duration time, Deadline deadline, BooleanSupplier stop) throws InterruptedException {
        Deadline until = Deadline.in(time, waits.nanoTime());
        return until.earlier(deadline).equals(until) && !waits.await(stop, until);
    }

    /** The upstream's, for the names of threads. */
    public String name() {
        return name;
    }

    public Waits waits() {
        return waits;
    }

    public ByteBudget budget() {
        return budget;
    }

    public boolean isShut() {
        return breaker.isOpen();
    }

    public void close() {
        pools.forEach((loop, pool) -> loop.execute(pool::close));
    }

    private HttpExchange send(ByteBuf request, Kind kind, Consumer<String> refused) {
        HttpExchange exchange = new HttpExchange(request, kind, refused, waits, budget);
        if (!breaker.admits()) {
            exchange.abandon(Cause.UNAVAILABLE, "it could not be reached lately");
            return exchange;
        }
        EventLoop loop = loops.next();
        LoopPool pool = pools.get(loop);
        if (pool == null) {
            throw new IllegalStateException("a loop that is none of the group's");
        }
        loop.execute(() -> pool.submit(exchange));
        return exchange;
    }
}
