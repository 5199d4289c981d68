package dev.gatehouse.transport.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Netty's encoder hands on a small response as two buffers, which cost two writes of the pipeline and a gathering one of
 * the socket; this one makes it one.
 */
final class OnePieceResponseEncoder extends HttpResponseEncoder {
    /** Larger bodies are not worth a copy. */
    private static final int BODY_MAX_BYTES = 8 * 1024;

    private static final int HEAD_BYTES = 512;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof FullHttpResponse response && isOnePiece(response)) {
            var _ = ctx.write(onePiece(ctx, response), promise);
        } else {
            super.write(ctx, message, promise);
        }
    }

    /** Only what needs none of Netty's care: a status that has a body, and a body that is as long as the header says. */
    private boolean isOnePiece(FullHttpResponse response) {
        int length = response.content().readableBytes();
        return length > 0
                && length <= BODY_MAX_BYTES
                && !isContentAlwaysEmpty(response)
                && !response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, -1) == length;
    }

    private ByteBuf onePiece(ChannelHandlerContext ctx, FullHttpResponse response) throws Exception {
        ByteBuf out = ctx.alloc().directBuffer(HEAD_BYTES + response.content().readableBytes());
        try {
            encodeInitialLine(out, response);
            encodeHeaders(response.headers(), out);
            endLine(out);
            return out.writeBytes(response.content());
        } finally {
            response.release();
        }
    }

    private static void endLine(ByteBuf out) {
        out.writeByte(HttpConstants.CR).writeByte(HttpConstants.LF);
    }
}
