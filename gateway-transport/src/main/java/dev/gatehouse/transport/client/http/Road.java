package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The way to one upstream: its pools, its breaker and the headers that are the same on every request. Thread-safe. */
final class Road {
    static final int CONNECTIONS_MAX = 64;
    /** What the file may not say: these belong to the connection or to the protocol. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Dialer dialer;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, LoopPool> pools = new HashMap<>();
    private final Breaker breaker;
    private final Waits waits;
    private final ByteBudget budget;
    private final HttpHeaders fixed = new DefaultHttpHeaders();

    /**
     * @param shut run when the upstream could not be reached several times in a row
     * @throws IllegalArgumentException when a header's name or value cannot be sent
     */
    Road(
            Dialer dialer,
            EventLoopGroup loops,
            Map<String, String> headers,
            String userAgent,
            Runnable shut,
            Waits waits,
            ByteBudget budget) {
        this.dialer = dialer;
        this.loops = loops;
        this.waits = waits;
        this.budget = budget;
        this.breaker = new Breaker(shut, waits::nanoTime);
        fixed.set(HttpHeaderNames.HOST, dialer.origin().authority());
        fixed.set(HttpHeaderNames.USER_AGENT, userAgent);
        headers.forEach(this::fix);
        int count = 0;
        for (EventExecutor _ : loops) {
            count++;
        }
        for (EventExecutor loop : loops) {
            pools.put(loop, new LoopPool((EventLoop) loop, dialer, Math.max(1, CONNECTIONS_MAX / count), breaker));
        }
    }

    private void fix(String name, String value) {
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
    HttpExchange post(Json message, HttpHeaders own) {
        return send(request(message), own, true);
    }

    /** Sends what wants no answer. */
    void tell(Json message, HttpHeaders own) {
        send(request(message), own, false);
    }

    private FullHttpRequest request(Json message) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                dialer.origin().target(),
                Unpooled.wrappedBuffer(message.bytes()));
        request.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.ACCEPT, "application/json, text/event-stream")
                .set(HttpHeaderNames.CONTENT_LENGTH, message.length());
        return request;
    }

    HttpExchange delete(HttpHeaders own) {
        return send(
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.DELETE, dialer.origin().target(), Unpooled.EMPTY_BUFFER),
                own,
                true);
    }

    boolean isShut() {
        return breaker.isOpen();
    }

    void close() {
        pools.forEach((loop, pool) -> loop.execute(pool::close));
    }

    private HttpExchange send(FullHttpRequest request, HttpHeaders own, boolean attended) {
        request.headers().add(fixed).add(own);
        HttpExchange exchange = new HttpExchange(request, attended, waits, budget);
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
