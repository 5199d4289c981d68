package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.HttpLimits;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1 connection answers one request at a time: what a client sends ahead waits here, bounded, and so answers keep
 * the order of requests. Also decides when the connection ends.
 */
final class Http1Turns extends ChannelDuplexHandler {
    /** How long a refused client may go on sending before the socket is closed under it; a reset would eat the answer. */
    private static final long LINGER_MILLIS = 1_000;

    private final HttpLimits.Connection limits;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int waitingRequests;
    private int waitingBytes;
    private int requests;
    private boolean inTurn;
    private boolean requestEnded;
    private boolean answered;
    private boolean keepAlive = true;
    private boolean old;
    private boolean draining;
    private boolean closing;

    Http1Turns(HttpLimits.Connection limits) {
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (waiting.isEmpty() && !(inTurn && requestEnded)) {
            pass(ctx, message);
        } else {
            enqueue(ctx, message);
        }
    }

    private void enqueue(ChannelHandlerContext ctx, Object message) {
        waiting.add(message);
        waitingRequests += message instanceof HttpRequest ? 1 : 0;
        waitingBytes += sizeOf(message);
        if (waitingRequests > limits.pipelinedMax() || waitingBytes > limits.pipelinedBytesMax()) {
            closing = true;
            var _ = ctx.close();
        }
    }

    private void pass(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            inTurn = true;
            requestEnded = false;
            answered = false;
            requests++;
            keepAlive = HttpUtil.isKeepAlive(request) && requests < limits.requestsMax();
            old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        boolean last = message instanceof LastHttpContent;
        ctx.fireChannelRead(message);
        if (last) {
            requestEnded = true;
            endTurn(ctx);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response && !isInterim(response)) {
            begin(response);
        }
        if (isFinal(message)) {
            boolean stays = keepAlive && !draining;
            ChannelPromise written = promise.unvoid();
            written.addListener(_ -> responded(ctx, stays));
            var _ = ctx.write(message, written);
        } else {
            var _ = ctx.write(message, promise);
        }
    }

    private void begin(HttpResponse response) {
        keepAlive &= !draining && HttpUtil.isKeepAlive(response);
        if (old && HttpUtil.isTransferEncodingChunked(response)) {
            // HTTP/1.0 knows no chunks: the end of the connection is the end of the body.
            HttpUtil.setTransferEncodingChunked(response, false);
            keepAlive = false;
        }
        HttpUtil.setKeepAlive(response, keepAlive);
    }

    private void responded(ChannelHandlerContext ctx, boolean stays) {
        answered = true;
        if (stays) {
            endTurn(ctx);
        } else {
            linger(ctx);
        }
    }

    private void endTurn(ChannelHandlerContext ctx) {
        if (!answered || !requestEnded || closing) {
            return;
        }
        inTurn = false;
        if (draining) {
            linger(ctx);
            return;
        }
        if (waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty() && !(inTurn && requestEnded) && !closing) {
            Object next = waiting.remove();
            waitingRequests -= next instanceof HttpRequest ? 1 : 0;
            waitingBytes -= sizeOf(next);
            pass(ctx, next);
        }
        ctx.fireChannelReadComplete();
    }

    private void linger(ChannelHandlerContext ctx) {
        if (closing) {
            return;
        }
        closing = true;
        dropWaiting();
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            var _ = tls.closeOutbound();
        } else if (ctx.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
        var _ = ctx.executor().schedule(() -> shut(ctx), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Draining.BEGUN) {
            draining = true;
            if (!inTurn) {
                linger(ctx);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        dropWaiting();
        ctx.fireChannelInactive();
    }

    private void dropWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private static void shut(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    private static int sizeOf(Object message) {
        return message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0;
    }

    /** Whether a response ends with it, in one piece or after a stream. */
    static boolean isFinal(Object message) {
        return message instanceof LastHttpContent && !(message instanceof HttpResponse response && isInterim(response));
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
