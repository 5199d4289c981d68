package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Printable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to an upstream: carries one exchange at a time and goes back to its pool when it can be used again. */
@SuppressWarnings("FutureReturnValueIgnored") // a close or a timer that fails leaves nothing to do
final class AnswerHandler extends SimpleChannelInboundHandler<HttpObject> {
    static final int BODY_MAX_BYTES = 16 << 20;
    static final long STREAM_MAX_BYTES = 256L << 20;
    /** What is left of an answer nobody needs any more may come this long, else the connection is closed. */
    private static final long REST_MAX_MILLIS = 1_000;

    private static final long UNATTENDED_MAX_MILLIS = 15_000;
    /** How long nothing is read while the byte budget is spent, before the answer is given up. */
    private static final long BUDGET_WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long BUDGET_RETRY_MILLIS = 20;

    private final LoopPool pool;
    /** Parts that were read and cannot be paid for yet: no more than one read of the socket holds. */
    private final Deque<HttpContent> unpaid = new ArrayDeque<>();

    private long unpaidSinceNanos;
    private @Nullable HttpExchange current;
    private @Nullable BodyCollector body;
    private boolean informational;
    private boolean reusable;
    private @Nullable String keepAlive;

    AnswerHandler(LoopPool pool) {
        this.pool = pool;
    }

    static AnswerHandler of(Channel channel) {
        return Objects.requireNonNull(channel.pipeline().get(AnswerHandler.class));
    }

    /** Sends the exchange's request; on the loop, on an idle connection. */
    void begin(Channel channel, HttpExchange exchange) {
        ByteBuf request = exchange.begin(channel).orElse(null);
        if (request == null) {
            pool.release(channel, null);
            return;
        }
        current = exchange;
        body = null;
        reusable = false;
        if (!exchange.isAttended()) {
            closeUnlessFinished(channel, exchange, UNATTENDED_MAX_MILLIS);
        }
        channel.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                fail(channel, Cause.UNAVAILABLE, "the request could not be written");
            }
        });
    }

    /** The waiting thread is through with the exchange. Where the connection has ended, there is nothing left to do. */
    static void leave(Channel channel, HttpExchange exchange, boolean cut) {
        AnswerHandler handler = channel.pipeline().get(AnswerHandler.class);
        if (handler != null) {
            handler.left(channel, exchange, cut);
        }
    }

    private void left(Channel channel, HttpExchange exchange, boolean cut) {
        if (current != exchange) {
            return;
        }
        if (cut) {
            channel.close();
            return;
        }
        channel.config().setAutoRead(true);
        closeUnlessFinished(channel, exchange, REST_MAX_MILLIS);
    }

    private void closeUnlessFinished(Channel channel, HttpExchange exchange, long afterMillis) {
        Runnable close = () -> {
            if (current == exchange) {
                channel.close();
            }
        };
        channel.eventLoop().schedule(close, afterMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(ctx.channel(), Cause.MALFORMED, "an answer that is no HTTP/1.1");
        } else if (current == null) {
            ctx.close();
        } else {
            read(ctx.channel(), current, message);
        }
    }

    private void read(Channel channel, HttpExchange exchange, HttpObject message) {
        if (message instanceof HttpResponse response) {
            head(channel, exchange, response);
        }
        if (!(message instanceof HttpContent content)) {
            return;
        }
        if (!unpaid.isEmpty()) {
            unpaid.add(content.retain());
        } else if (!content(channel, exchange, content)) {
            unpaid.add(content.retain());
            unpaidSinceNanos = System.nanoTime();
            exchange.unpaid(true);
            channel.config().setAutoRead(false);
            payLater(channel, exchange);
        }
    }

    /** False when it cannot be paid for now; nothing was done then. */
    private boolean content(Channel channel, HttpExchange exchange, HttpContent content) {
        BodyCollector collecting = body;
        if (collecting != null
                && content.content().isReadable()
                && !collect(channel, exchange, collecting, content.content())) {
            return false;
        }
        if (content instanceof LastHttpContent && current == exchange) {
            if (informational) {
                informational = false;
            } else {
                finish(channel, exchange);
            }
        }
        return true;
    }

    private void payLater(Channel channel, HttpExchange exchange) {
        channel.eventLoop().schedule(() -> pay(channel, exchange), BUDGET_RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void pay(Channel channel, HttpExchange exchange) {
        while (current == exchange && !unpaid.isEmpty()) {
            HttpContent next = unpaid.element();
            if (!content(channel, exchange, next)) {
                if (System.nanoTime() - unpaidSinceNanos < BUDGET_WAIT_MAX_NANOS) {
                    payLater(channel, exchange);
                } else {
                    fail(channel, Cause.OVERLOADED, "too many bytes are under way");
                }
                return;
            }
            // An exchange that ended has let go of everything that waited.
            if (current == exchange) {
                unpaid.remove().release();
            }
        }
        exchange.unpaid(false);
        if (current == exchange) {
            resumeIfTaken(channel, exchange);
        }
    }

    private void dropUnpaid() {
        unpaid.forEach(HttpContent::release);
        unpaid.clear();
    }

    private void head(Channel channel, HttpExchange exchange, HttpResponse response) {
        informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informational) {
            return;
        }
        String encoding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(encoding)) {
            fail(channel, Cause.MALFORMED, "an answer in an encoding that was not asked for");
            return;
        }
        reusable = HttpUtil.isKeepAlive(response);
        keepAlive = response.headers().get("keep-alive");
        AnswerHead head = AnswerHead.of(response);
        exchange.began(head);
        body = new BodyCollector(head, HttpUtil.getContentLength(response, -1L), exchange);
    }

    private boolean collect(Channel channel, HttpExchange exchange, BodyCollector collecting, ByteBuf bytes) {
        if (exchange.isOver() || !exchange.isAttended()) {
            return true;
        }
        switch (collecting.take(bytes)) {
            case MORE -> {}
            case PAUSE -> channel.config().setAutoRead(false);
            case TOO_LARGE -> fail(channel, Cause.TOO_LARGE, "an answer over the limit");
            case UNAFFORDABLE -> {
                return false;
            }
        }
        resumeIfTaken(channel, exchange);
        return true;
    }

    /** The waiting thread may have emptied the mailbox between the last event and the pause. */
    private void resumeIfTaken(Channel channel, HttpExchange exchange) {
        if (unpaid.isEmpty() && !channel.config().isAutoRead() && exchange.hasRoom()) {
            channel.config().setAutoRead(true);
        }
    }

    private void finish(Channel channel, HttpExchange exchange) {
        Piece last = body == null ? new Piece.StreamEnd() : body.last();
        current = null;
        body = null;
        dropUnpaid();
        exchange.ended(last);
        if (reusable) {
            channel.config().setAutoRead(true);
            pool.release(channel, keepAlive);
        } else {
            channel.close();
        }
    }

    private void fail(Channel channel, Cause cause, String detail) {
        HttpExchange failed = current;
        current = null;
        body = null;
        dropUnpaid();
        if (failed != null) {
            failed.ended(new Piece.Broken(cause, detail));
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx.channel(), Cause.UNAVAILABLE, "the connection ended before the answer did");
        pool.closed(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        String why = cause.getClass().getSimpleName() + ": " + Printable.of(String.valueOf(cause.getMessage()), 200);
        fail(ctx.channel(), Cause.UNAVAILABLE, why);
    }
}
