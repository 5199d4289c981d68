package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.EarlyAnswer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Stands behind the decoder and lets nothing pass that {@link HeadRules} or the decoder object to. Chunks fail late: the
 * decoder reports a sound head first, so every object is looked at. After a refusal nothing else gets through.
 */
final class StrictHttpGuard extends ChannelInboundHandlerAdapter {
    private final HeadRules rules;
    private boolean shut;

    StrictHttpGuard(HeadRules rules) {
        this.rules = rules;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (shut) {
            ReferenceCountUtil.release(message);
            return;
        }
        Optional<EarlyAnswer> objection = objection(message);
        if (objection.isEmpty()) {
            ctx.fireChannelRead(message);
            return;
        }
        shut = true;
        boolean last = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        ctx.fireChannelRead(new Rejected(objection.get(), last));
    }

    private Optional<EarlyAnswer> objection(Object message) {
        Optional<EarlyAnswer> objection =
                message instanceof HttpRequest request ? rules.check(request) : Optional.empty();
        return message instanceof HttpContent content ? objection.or(() -> objection(content)) : objection;
    }

    private static Optional<EarlyAnswer> objection(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            return Optional.of(HeadRules.undecodable(content.decoderResult().cause()));
        }
        boolean trailers = content instanceof LastHttpContent last
                && !last.trailingHeaders().isEmpty();
        return trailers
                ? Optional.of(HeadRules.undecodable(new IllegalArgumentException("trailers")))
                : Optional.empty();
    }
}
