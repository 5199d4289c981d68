package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.Destination;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.RequestHead;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.pipeline.Rejected;
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
    private @Nullable Visit visit;
    private @Nullable Responder responder;

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
            if (message instanceof Rejected rejected) {
                reject(ctx, rejected);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        BodyCollector body = visit == null || visit.hasRequestEnded() ? null : visit.body();
        if (body != null) {
            body.awaitRest();
        }
        ctx.fireChannelReadComplete();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        RequestHead head = RequestHead.of(request, reception.peerOf(ctx.channel(), request.headers()));
        Visit begun = visit(request instanceof LastHttpContent);
        Responder response = responder(ctx, head, begun);
        switch (reception.receive(head)) {
            case Reception.SentAway(EarlyAnswer answer) -> response.answer(answer, isSmall(request));
            case Reception.Welcome(Destination destination) -> {
                begun.admittedTo(destination);
                collect(ctx, request, head, begun, response, destination);
            }
        }
    }

    private void collect(
            ChannelHandlerContext ctx,
            HttpRequest request,
            RequestHead head,
            Visit begun,
            Responder response,
            Destination to) {
        long declared = HttpUtil.getContentLength(request, -1L);
        if (declared > to.bodyBytesMax()) {
            String text = "body exceeds " + to.bodyBytesMax() + " bytes";
            response.answer(EarlyAnswer.hostile(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, text), false);
            return;
        }
        begun.collectInto(reception.collector(ctx, to.bodyBytesMax(), declared, new BodyCollector.Outcome() {
            @Override
            public void whole(byte[] bytes) {
                Thread.startVirtualThread(new Errand(to, head, bytes, response));
            }

            @Override
            public void failed(EarlyAnswer answer) {
                response.answer(answer, false);
            }
        }));
        if (HttpUtil.is100ContinueExpected(request)) {
            var _ = ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void take(HttpContent content) {
        if (visit == null) {
            return;
        }
        if (content instanceof LastHttpContent) {
            visit.endRequest();
        }
        BodyCollector body = visit.body();
        if (body != null) {
            body.take(content);
        }
    }

    /** The head, or a later part of a request whose head was sound. */
    private void reject(ChannelHandlerContext ctx, Rejected rejected) {
        Visit current = visit;
        Responder response = responder;
        if (current == null || response == null || current.hasRequestEnded()) {
            RequestHead unreadable = RequestHead.unreadable("");
            responder(ctx, unreadable, visit(rejected.last())).answer(rejected.answer(), false);
        } else if (response.isAnswered()) {
            var _ = ctx.close();
        } else {
            BodyCollector body = current.body();
            if (body != null) {
                body.stop();
            }
            response.answer(rejected.answer(), false);
        }
    }

    private Visit visit(boolean whole) {
        Visit begun = new Visit(reception.admissions());
        if (whole) {
            begun.endRequest();
        }
        visit = begun;
        return begun;
    }

    private Responder responder(ChannelHandlerContext ctx, RequestHead head, Visit begun) {
        Responder made = new Responder(ctx.channel(), head, reception.responses(), new Responder.Completion() {
            @Override
            public void settled() {
                begun.letGo();
            }

            @Override
            public void completed() {
                Intake.completed(ctx, begun);
            }
        });
        responder = made;
        return made;
    }

    private static void completed(ChannelHandlerContext ctx, Visit ended) {
        ended.letGo();
        if (!ended.hasRequestEnded()
                && ctx.channel() instanceof Http2StreamChannel
                && ctx.channel().isActive()) {
            var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (visit != null && responder != null) {
            responder.gone();
            if (!visit.hasRequestEnded() && !responder.isAnswered()) {
                // Nobody will answer what never arrived whole.
                visit.letGo();
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
