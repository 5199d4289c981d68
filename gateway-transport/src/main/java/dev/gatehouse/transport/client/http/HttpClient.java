package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.road.Dialer;
import dev.gatehouse.transport.client.road.Origin;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What all HTTP upstreams share: the event loops, a resolver that blocks no thread, and the TLS settings. */
public final class HttpClient implements AutoCloseable {
    private final EventLoops loops;
    private final Waits waits;
    private final ByteBudget budget;
    private final Supplier<SslContext> tlsSource;
    private @Nullable SslContext tls;
    private @Nullable DnsAddressResolverGroup resolver;

    /** @param budget pays for the answers that are held */
    public HttpClient(EventLoops loops, Waits waits, ByteBudget budget) {
        this(loops, waits, budget, HttpClient::systemTrust);
    }

    HttpClient(EventLoops loops, Waits waits, ByteBudget budget, Supplier<SslContext> tlsSource) {
        this.loops = loops;
        this.waits = waits;
        this.budget = budget;
        this.tlsSource = tlsSource;
    }

    /**
     * Opens no connection yet.
     *
     * @throws IllegalArgumentException when the URL or a header of the specification cannot be used
     */
    public Connector connector(UpstreamSpec.Http spec, Implementation self, Connector.Listener listener) {
        Origin origin = Origin.of(spec.url());
        Dialer dialer = new Dialer(origin, origin.tls() ? tls() : null, loops.clientChannel(), resolver());
        String userAgent = self.name() + '/' + self.version();
        Road road = new Road(
                spec.id().value(),
                dialer,
                spec.limits().concurrentCallsMax(),
                loops.group(),
                spec.headers(),
                userAgent,
                listener::ended,
                waits,
                budget);
        return new HttpConnector(road, spec.protocol(), self, listener, waits::nanoTime);
    }

    /** Close the connectors first and the event loops after it. */
    @Override
    public synchronized void close() {
        if (resolver != null) {
            resolver.close();
        }
    }

    /** Made when first needed, like the TLS settings: a gateway without remote upstreams starts without either. */
    private synchronized DnsAddressResolverGroup resolver() {
        DnsAddressResolverGroup made = resolver;
        if (made == null) {
            made = new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(datagrams(loops)));
            resolver = made;
        }
        return made;
    }

    private synchronized SslContext tls() {
        SslContext made = tls;
        if (made == null) {
            made = tlsSource.get();
            tls = made;
        }
        return made;
    }

    private static SslContext systemTrust() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private static Class<? extends DatagramChannel> datagrams(EventLoops loops) {
        return EpollSocketChannel.class.equals(loops.clientChannel())
                ? EpollDatagramChannel.class
                : NioDatagramChannel.class;
    }
}
