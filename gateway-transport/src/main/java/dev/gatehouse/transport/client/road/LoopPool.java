package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Printable;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The connections to one upstream that one loop owns. Everything here runs on that loop, so nothing is locked. */
@SuppressWarnings("FutureReturnValueIgnored") // a close or a timer that fails leaves nothing to do
final class LoopPool {
    static final long IDLE_MAX_SECONDS = 60;
    static final int WAITING_MAX = 256;
    private static final Pattern TIMEOUT = Pattern.compile("timeout=(\\d{1,4})");

    private final EventLoop loop;
    private final Dialer dialer;
    private final int connectionsMax;
    private final Breaker breaker;
    private final Map<Channel, IdleLimit> all = new HashMap<>();
    private final ArrayDeque<Channel> idle = new ArrayDeque<>();
    private final ArrayDeque<HttpExchange> waiting = new ArrayDeque<>();
    private int connecting;
    private boolean closed;

    LoopPool(EventLoop loop, Dialer dialer, int connectionsMax, Breaker breaker) {
        this.loop = loop;
        this.dialer = dialer;
        this.connectionsMax = connectionsMax;
        this.breaker = breaker;
    }

    void submit(HttpExchange exchange) {
        if (closed) {
            exchange.ended(new Piece.Broken(Cause.UNAVAILABLE, "it was stopped"));
            return;
        }
        Channel free = takeIdle();
        if (free != null) {
            AnswerHandler.of(free).begin(free, exchange);
        } else if (all.size() + connecting < connectionsMax) {
            connect(exchange);
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(exchange);
        } else {
            exchange.ended(new Piece.Broken(Cause.OVERLOADED, "too many requests wait for a connection"));
        }
    }

    /** Takes back a connection whose answer is complete; {@code keepAlive} is what the server said of its patience. */
    void release(Channel channel, @Nullable String keepAlive) {
        HttpExchange next = nextWaiting();
        if (closed || !channel.isActive()) {
            channel.close();
        } else if (next != null) {
            AnswerHandler.of(channel).begin(channel, next);
        } else {
            idle.add(channel);
            limit(channel).begin(idleSeconds(keepAlive));
        }
    }

    void closed(Channel channel) {
        IdleLimit limit = all.remove(channel);
        if (limit != null) {
            limit.stop();
        }
        idle.remove(channel);
        HttpExchange next = nextWaiting();
        if (next != null) {
            submit(next);
        }
    }

    void close() {
        closed = true;
        HttpExchange exchange;
        while ((exchange = waiting.poll()) != null) {
            exchange.ended(new Piece.Broken(Cause.UNAVAILABLE, "it was stopped"));
        }
        List.copyOf(all.keySet()).forEach(Channel::close);
    }

    /** A connection found closed is passed over: nothing was written to it, so nothing can have run. */
    private @Nullable Channel takeIdle() {
        Channel channel;
        while ((channel = idle.pollLast()) != null) {
            limit(channel).end();
            if (channel.isActive()) {
                return channel;
            }
        }
        return null;
    }

    private @Nullable HttpExchange nextWaiting() {
        HttpExchange next;
        while ((next = waiting.poll()) != null) {
            if (!next.isOver()) {
                return next;
            }
        }
        return null;
    }

    private IdleLimit limit(Channel channel) {
        return Objects.requireNonNull(all.get(channel), "a connection that is not of this pool");
    }

    private void connect(HttpExchange exchange) {
        connecting++;
        ChannelFuture dialled = dialer.dial(loop, this);
        dialled.addListener(connected -> {
            Channel channel = dialled.channel();
            SslHandler tls = connected.isSuccess() ? channel.pipeline().get(SslHandler.class) : null;
            if (tls == null) {
                connected(channel, connected.cause(), exchange);
            } else {
                tls.handshakeFuture().addListener(shaken -> connected(channel, shaken.cause(), exchange));
            }
        });
    }

    private void connected(Channel channel, @Nullable Throwable failure, HttpExchange exchange) {
        connecting--;
        if (failure != null) {
            breaker.failed();
            channel.close();
            exchange.ended(new Piece.Broken(Cause.UNAVAILABLE, "cannot connect: " + describe(failure)));
            HttpExchange next = nextWaiting();
            if (next != null) {
                submit(next);
            }
            return;
        }
        breaker.succeeded();
        all.put(channel, new IdleLimit(channel));
        if (channel.isActive()) {
            AnswerHandler.of(channel).begin(channel, exchange);
        } else {
            all.remove(channel);
            exchange.ended(new Piece.Broken(Cause.UNAVAILABLE, "the connection was closed at once"));
        }
    }

    /** One second before the server would close, so that no request meets its farewell. */
    private static long idleSeconds(@Nullable String keepAlive) {
        if (keepAlive == null) {
            return IDLE_MAX_SECONDS;
        }
        Matcher timeout = TIMEOUT.matcher(keepAlive);
        return timeout.find()
                ? Math.clamp(Long.parseLong(timeout.group(1)) - 1, 0, IDLE_MAX_SECONDS)
                : IDLE_MAX_SECONDS;
    }

    private static String describe(Throwable failure) {
        return Printable.of(failure.getClass().getSimpleName() + ": " + failure.getMessage(), 200);
    }
}
