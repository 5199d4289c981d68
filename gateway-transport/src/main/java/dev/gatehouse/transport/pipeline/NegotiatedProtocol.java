package dev.gatehouse.transport.pipeline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes by what the TLS handshake agreed on; a client without ALPN speaks HTTP/1.1. */
final class NegotiatedProtocol extends ApplicationProtocolNegotiationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NegotiatedProtocol.class);

    private final HttpPipeline pipeline;

    NegotiatedProtocol(HttpPipeline pipeline) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.pipeline = pipeline;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            pipeline.http2(ctx.pipeline());
        } else {
            pipeline.http1(ctx.pipeline());
        }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("TLS handshake with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
        var _ = ctx.close();
    }
}
