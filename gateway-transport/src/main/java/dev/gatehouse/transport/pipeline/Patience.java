package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ResponseHeaders;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an HTTP/1 client only so long: for the rest of a head, for the next request, for it to take some more of an
 * answer. One timer per connection; a request in between only moves a number.
 */
final class Patience extends ChannelDuplexHandler {
    private final StrictRequestDecoder decoder;
    private final ResponseHeaders responses;
    private final long headNanos;
    private final long idleNanos;
    private long since;
    private boolean inHead;
    private int underWay;
    private int writing;
    private long unwritten;
    private @Nullable Future<?> timer;

    Patience(StrictRequestDecoder decoder, ResponseHeaders responses, HttpLimits limits) {
        this.decoder = decoder;
        this.responses = responses;
        this.headNanos = limits.head().time().toNanos();
        this.idleNanos = limits.connection().idle().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        since = System.nanoTime();
        schedule(ctx, Duration.ofNanos(Math.min(headNanos, idleNanos)));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            inHead = false;
            underWay++;
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!inHead && decoder.headBegun()) {
            inHead = true;
            since = System.nanoTime();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (Http1Turns.isFinal(message)) {
            underWay = Math.max(0, underWay - 1);
            since = System.nanoTime();
            writing++;
            ChannelPromise written = promise.unvoid();
            written.addListener(_ -> writing--);
            var _ = ctx.write(message, written);
        } else {
            var _ = ctx.write(message, promise);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void schedule(ChannelHandlerContext ctx, Duration delay) {
        timer = ctx.executor().schedule(() -> look(ctx), Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Whether a client that reads slowly reads at all. */
    private boolean isTaking(ChannelHandlerContext ctx) {
        long before = unwritten;
        unwritten = ctx.channel().bytesBeforeWritable();
        return unwritten != before;
    }

    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (writing > 0 && isTaking(ctx)) {
            since = System.nanoTime();
        }
        long waited = System.nanoTime() - since;
        long allowed = inHead ? headNanos : idleNanos;
        if (underWay > 0) {
            schedule(ctx, Duration.ofNanos(Math.min(headNanos, idleNanos)));
        } else if (waited < allowed) {
            schedule(ctx, Duration.ofNanos(Math.min(allowed - waited, headNanos)));
        } else if (inHead) {
            var _ = ctx.writeAndFlush(responses.early(
                            EarlyAnswer.hostile(HttpResponseStatus.REQUEST_TIMEOUT, "headers took too long")))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = ctx.close();
        }
    }
}
