package dev.gatehouse.transport.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request at a time off the loop: asks {@link Reception}, gathers the body, and hands the whole to a virtual
 * thread. The same for an HTTP/1 connection and for one stream of HTTP/2.
 */
final class Intake extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    /** A refused body up to this size is read and thrown away, which is cheaper than a new connection. */
    private static final int DRAINED_MAX_BYTES = 64 * 1024;

    private final Reception reception;
    private @Nullable Responder responder;
    private @Nullable BodyCollector body;
    private @Nullable Destination admittedTo;
    private boolean requestEnded = true;

    Intake(Reception reception) {
        this.reception = reception;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(ctx, request);
            }
            if (message instanceof HttpContent content) {
                take(content);
            }
            if (message instanceof StrictHttpGuard.Rejected(EarlyAnswer answer)) {
                reject(ctx, answer);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (body != null && !requestEnded) {
            body.awaitRest();
        }
        ctx.fireChannelReadComplete();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        requestEnded = false;
        RequestHead head = RequestHead.of(request, reception.peerOf(ctx.channel(), request.headers()));
        Responder response = responder(ctx, head);
        switch (reception.receive(head)) {
            case Reception.SentAway(EarlyAnswer answer) -> response.answer(answer, isSmall(request));
            case Reception.Welcome(Destination destination) -> {
                admittedTo = destination;
                collect(ctx, request, head, response, destination);
            }
        }
    }

    private void collect(
            ChannelHandlerContext ctx, HttpRequest request, RequestHead head, Responder response, Destination to) {
        long declared = HttpUtil.getContentLength(request, -1L);
        if (declared > to.bodyBytesMax()) {
            String text = "body exceeds " + to.bodyBytesMax() + " bytes";
            response.answer(EarlyAnswer.hostile(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, text), false);
            return;
        }
        body = reception.collector(ctx, to.bodyBytesMax(), declared, new BodyCollector.Outcome() {
            @Override
            public void whole(byte[] bytes) {
                Thread.startVirtualThread(new Errand(to, head, bytes, response));
            }

            @Override
            public void failed(EarlyAnswer answer) {
                response.answer(answer, false);
            }
        });
        if (HttpUtil.is100ContinueExpected(request)) {
            var _ = ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void take(HttpContent content) {
        requestEnded = content instanceof LastHttpContent;
        if (body != null) {
            body.take(content);
        }
    }

    /** The head, or a later part of a request whose head was sound. */
    private void reject(ChannelHandlerContext ctx, EarlyAnswer answer) {
        if (responder != null && !requestEnded) {
            if (responder.isAnswered()) {
                var _ = ctx.close();
                return;
            }
            if (body != null) {
                body.stop();
            }
            responder.answer(answer, false);
            return;
        }
        requestEnded = false;
        responder(ctx, RequestHead.unreadable("")).answer(answer, false);
    }

    private Responder responder(ChannelHandlerContext ctx, RequestHead head) {
        Responder made =
                new Responder(ctx.channel(), head, reception.responses(), delivered -> completed(ctx, head, delivered));
        responder = made;
        return made;
    }

    private void completed(ChannelHandlerContext ctx, RequestHead head, boolean delivered) {
        if (!delivered && admittedTo != null) {
            admittedTo.undelivered(head);
        }
        letGo();
        if (!requestEnded
                && ctx.channel() instanceof Http2StreamChannel
                && ctx.channel().isActive()) {
            var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    private void letGo() {
        if (body != null) {
            body.release();
            body = null;
        }
        if (admittedTo != null) {
            admittedTo = null;
            reception.admissions().leave();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (responder != null && !responder.isAnswered()) {
            responder.gone();
            if (!requestEnded) {
                // Nobody will answer what never arrived whole.
                letGo();
            }
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
        var _ = ctx.close();
    }

    private static boolean isSmall(HttpRequest request) {
        long length = HttpUtil.getContentLength(request, 0L);
        return !HttpUtil.isTransferEncodingChunked(request) && length <= DRAINED_MAX_BYTES;
    }
}
