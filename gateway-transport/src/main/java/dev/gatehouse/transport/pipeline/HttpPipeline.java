package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ResponseHeaders;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Every handler of a connection, in order. The two protocols meet again at {@link StrictHttpGuard}. */
public final class HttpPipeline extends ChannelInitializer<SocketChannel> {
    private static final int FRAME_MAX_BYTES = 16 * 1024;

    private final Predicate<Channel> admits;
    private final Optional<TlsContexts> tls;
    private final Supplier<ChannelHandler> intakes;
    private final ResponseHeaders responses;
    private final HttpLimits limits;
    private final HeadRules rules;

    /**
     * @param admits whether there is room for a connection; asked once for each
     * @param intakes makes the last handler: one for a connection of HTTP/1, one for each stream of HTTP/2
     */
    public HttpPipeline(
            Predicate<Channel> admits,
            Optional<TlsContexts> tls,
            Supplier<ChannelHandler> intakes,
            ResponseHeaders responses,
            HttpLimits limits) {
        this.admits = admits;
        this.tls = tls;
        this.intakes = intakes;
        this.responses = responses;
        this.limits = limits;
        this.rules = new HeadRules(limits.head());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (!admits.test(channel)) {
            var _ = channel.close();
            return;
        }
        if (tls.isPresent()) {
            SslHandler handshake = tls.get().current().newHandler(channel.alloc());
            handshake.setHandshakeTimeoutMillis(limits.connection().handshake().toMillis());
            channel.pipeline().addLast(handshake, new NegotiatedProtocol(this));
        } else {
            channel.pipeline()
                    .addLast(new PlainProtocol(this, limits.connection().idle()));
        }
    }

    void http1(ChannelPipeline pipeline) {
        StrictRequestDecoder decoder = new StrictRequestDecoder(limits.head());
        pipeline.addLast(decoder);
        pipeline.addLast(new OnePieceResponseEncoder());
        pipeline.addLast(new Patience(decoder, responses, limits));
        pipeline.addLast(new Http1Turns(limits.connection()));
        pipeline.addLast(new StrictHttpGuard(rules));
        pipeline.addLast(intakes.get());
    }

    void http2(ChannelPipeline pipeline) {
        Http2FrameCodec codec = frameCodec();
        pipeline.addLast(codec);
        pipeline.addLast(new IdleStateHandler(0, 0, limits.connection().idle().toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new Http2Conduct(codec.connection(), limits));
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                stream.pipeline().addLast(new StrictHttpGuard(rules));
                stream.pipeline().addLast(intakes.get());
            }
        }));
    }

    private Http2FrameCodec frameCodec() {
        HttpLimits.Http2 http2 = limits.http2();
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(http2.streamsMax())
                        .initialWindowSize(http2.windowBytes())
                        .maxFrameSize(FRAME_MAX_BYTES)
                        .maxHeaderListSize(limits.head().bytesMax()))
                .decoderEnforceMaxRstFramesPerWindow(
                        http2.resetsMax(), (int) http2.window().toSeconds())
                .decoderEnforceMaxSmallContinuationFrames(http2.smallContinuationsMax())
                .encoderEnforceMaxQueuedControlFrames(http2.controlQueueMax())
                .validateHeaders(true)
                .build();
    }
}
