package dev.gatehouse.transport.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Without TLS: the preface of HTTP/2 (RFC 9113 §3.4, prior knowledge), or else HTTP/1.1. */
final class PlainProtocol extends ByteToMessageDecoder {
    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

    private final HttpPipeline pipeline;
    private final Duration idle;
    private @Nullable Future<?> timer;

    PlainProtocol(HttpPipeline pipeline, Duration idle) {
        this.pipeline = pipeline;
        this.idle = idle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> shut(ctx), idle.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int known = Math.min(in.readableBytes(), PREFACE.readableBytes());
        boolean preface = ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), known);
        if (preface && known < PREFACE.readableBytes()) {
            return;
        }
        if (preface) {
            pipeline.http2(ctx.pipeline());
        } else {
            pipeline.http1(ctx.pipeline());
        }
        ctx.pipeline().remove(this);
    }

    private static void shut(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Draining.BEGUN) {
            var _ = ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }
}
