package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder, which joins folded header lines and drops framing fields of trailers without a word; this one marks
 * such messages as failed, for behind it nobody could tell.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private boolean inHead = true;
    private boolean begun;
    private boolean folded;

    StrictRequestDecoder(HttpLimits.Head limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.lineBytesMax())
                .setMaxHeaderSize(limits.bytesMax()));
    }

    /** Whether bytes of a request have arrived whose headers have not ended. */
    boolean headBegun() {
        return inHead && (begun || actualReadableBytes() > 0);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int from = in.readerIndex();
        int had = out.size();
        super.decode(ctx, in, out);
        if (inHead && in.readerIndex() > from) {
            begun = true;
            folded |= hasFoldedLine(in, from);
        }
        for (int at = had; at < out.size(); at++) {
            judge((HttpObject) out.get(at));
        }
    }

    private void judge(HttpObject decoded) {
        if (decoded instanceof HttpRequest request) {
            inHead = false;
            if (folded) {
                request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("folded header line")));
            }
        }
        if (decoded instanceof LastHttpContent last) {
            // Where no trailer section was, the decoder gives its constant; an empty object made for this message had
            // lines.
            if (last instanceof DefaultLastHttpContent && !last.content().isReadable()) {
                last.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("trailer section")));
            }
            inHead = true;
            begun = false;
        }
    }

    /** Only whole lines of a head are ever consumed here, so each byte after a line feed begins a line. */
    private static boolean hasFoldedLine(ByteBuf in, int from) {
        int to = in.readerIndex();
        int line = from;
        while (line < to) {
            byte first = in.getByte(line);
            if (first == HttpConstants.SP || first == HttpConstants.HT) {
                return true;
            }
            int feed = in.indexOf(line, to, HttpConstants.LF);
            line = feed < 0 ? to : feed + 1;
        }
        return false;
    }
}
