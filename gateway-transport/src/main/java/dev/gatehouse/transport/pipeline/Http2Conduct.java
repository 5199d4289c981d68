package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.HttpLimits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an HTTP/2 connection must behave beyond what the codec enforces, and when it ends. Frames that cost the client
 * nothing and us an answer have a budget (CVE-2023-44487 and its family).
 */
final class Http2Conduct extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Conduct.class);
    /** Idle times in a row with streams open: longer than any call takes, so the client is not reading. */
    private static final int STALLS_MAX = 6;

    private final Http2Connection connection;
    private final HttpLimits limits;
    private long windowStart = System.nanoTime();
    private int controlFrames;
    private int requests;
    private int stalls;
    private boolean closing;

    Http2Conduct(Http2Connection connection, HttpLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        stalls = 0;
        boolean control = frame instanceof Http2PingFrame
                || frame instanceof Http2SettingsFrame
                || frame instanceof Http2PriorityFrame;
        if (control && isFlood()) {
            ReferenceCountUtil.release(frame);
            calm(ctx);
            return;
        }
        if (frame instanceof Http2HeadersFrame) {
            requests++;
        }
        ctx.fireChannelRead(frame);
        if (requests >= limits.connection().requestsMax()) {
            end(ctx);
        }
    }

    private boolean isFlood() {
        long now = System.nanoTime();
        if (now - windowStart > limits.http2().window().toNanos()) {
            windowStart = now;
            controlFrames = 0;
        }
        return ++controlFrames > limits.http2().controlFramesMax();
    }

    private void calm(ChannelHandlerContext ctx) {
        if (!closing) {
            closing = true;
            LOG.warn(
                    "HTTP/2 connection of {} closed: too many control frames",
                    ctx.channel().remoteAddress());
            var _ = ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** GOAWAY; the codec closes the socket once the streams under way have ended. */
    private void end(ChannelHandlerContext ctx) {
        if (!closing) {
            closing = true;
            var _ = ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        boolean idle = event instanceof IdleStateEvent && (connection.numActiveStreams() == 0 || ++stalls > STALLS_MAX);
        if (idle || event == Draining.BEGUN) {
            end(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("HTTP/2 connection of {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
        // What the protocol calls an error the codec answers itself, with the right code.
        if (!(cause instanceof Http2Exception)) {
            var _ = ctx.close();
        }
    }
}
