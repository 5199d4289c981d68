package dev.gatehouse.transport.client.road;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens connections to one origin. */
public final class Dialer {
    /** For the TCP connection, and again for the TLS handshake. */
    static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private static final int STATUS_LINE_MAX_BYTES = 4 << 10;
    private static final int HEADERS_MAX_BYTES = 16 << 10;
    private static final int CHUNK_MAX_BYTES = 64 << 10;

    private final Origin origin;
    private final @Nullable SslContext tls;
    private final Class<? extends Channel> channelType;
    private final AddressResolverGroup<InetSocketAddress> resolver;

    /** @param tls present exactly when the origin is https */
    public Dialer(
            Origin origin,
            @Nullable SslContext tls,
            Class<? extends Channel> channelType,
            AddressResolverGroup<InetSocketAddress> resolver) {
        this.origin = origin;
        this.tls = tls;
        this.channelType = channelType;
        this.resolver = resolver;
    }

    Origin origin() {
        return origin;
    }

    ChannelFuture dial(EventLoop loop, LoopPool pool) {
        return new Bootstrap()
                .group(loop)
                .channel(channelType)
                .resolver(resolver)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_MAX.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, pool);
                    }
                })
                .connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
    }

    private void prepare(Channel channel, LoopPool pool) {
        if (tls != null) {
            // Naming the peer makes the handler check the certificate's names against it.
            SslHandler handler = tls.newHandler(channel.alloc(), origin.host(), origin.port());
            handler.setHandshakeTimeoutMillis(CONNECT_MAX.toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(new HttpResponseDecoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(STATUS_LINE_MAX_BYTES)
                        .setMaxHeaderSize(HEADERS_MAX_BYTES)
                        .setMaxChunkSize(CHUNK_MAX_BYTES)))
                .addLast(new AnswerHandler(pool));
    }
}
