package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.transport.face.McpFace;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.pipeline.HttpPipeline;
import dev.gatehouse.transport.pipeline.TlsContexts;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address that serves HTTP: endpoints, and on the public listener the MCP face. */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 1_024;
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Channel server;
    private final Connections connections;
    private final Admissions admissions;
    private final Optional<TlsContexts> tls;
    private final Optional<McpFace> face;

    private HttpListener(
            Channel server,
            Connections connections,
            Admissions admissions,
            Optional<TlsContexts> tls,
            Optional<McpFace> face) {
        this.server = server;
        this.connections = connections;
        this.admissions = admissions;
        this.tls = tls;
        this.face = face;
    }

    /** Like the other, with a byte budget of its own. */
    public static HttpListener start(
            EventLoops loops, ListenerSpec spec, List<Endpoint> endpoints, Optional<McpFace> face, AdminGuard guard)
            throws IOException {
        return start(loops, spec, endpoints, face, guard, ByteBudget.quarterOfHeap());
    }

    /**
     * Binds and serves.
     *
     * @param endpoints all of them are mounted here, whatever {@link Endpoint#on} says: the caller has chosen
     * @param budget bytes of bodies under way; share one among the listeners of a process
     * @throws IOException when the address cannot be bound or the certificate cannot be used
     */
    public static HttpListener start(
            EventLoops loops,
            ListenerSpec spec,
            List<Endpoint> endpoints,
            Optional<McpFace> face,
            AdminGuard guard,
            ByteBudget budget)
            throws IOException {
        Optional<TlsContexts> tls =
                spec.tls().isPresent() ? Optional.of(new TlsContexts(spec.tls().get())) : Optional.empty();
        Connections connections = new Connections(spec, loops.acceptor().next());
        Admissions admissions = new Admissions(spec.limits().inFlightMax());
        Reception reception = new Reception(spec, new RouteTable(endpoints, face, guard), admissions, budget);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.acceptor(), loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new HttpPipeline(
                        connections::admit, tls, () -> new Intake(reception), reception.responses(), spec.limits()))
                .bind(spec.bind())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + addressOf(spec) + ": " + why(bound.cause()), bound.cause());
        }
        face.ifPresent(served -> served.start(loops.acceptor()));
        return new HttpListener(bound.channel(), connections, admissions, tls, face);
    }

    private static String addressOf(ListenerSpec spec) {
        return spec.bind().getHostString() + ":" + spec.bind().getPort();
    }

    /** In the operating system's words: before them stands which call failed with which number. */
    private static String why(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }

    /** Where it listens, with the port that was chosen when 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /**
     * Reads the certificate again. New connections get the new one; none is dropped.
     *
     * @throws IOException when the files are no good; the certificate in use stays
     */
    public void reloadTls() throws IOException {
        if (tls.isPresent()) {
            tls.get().reload();
        }
    }

    /** Closes the listening socket; connections go on. */
    public void stopAccepting() {
        server.close().awaitUninterruptibly();
    }

    /**
     * Stops accepting, ends streams that only wait for news, lets requests under way finish, then closes. What is not
     * finished by then is cut off.
     *
     * @return whether everything finished in time
     */
    public boolean drain(Duration time) {
        stopAccepting();
        face.ifPresent(McpFace::endStreams);
        connections.drain();
        boolean done = connections.awaitEmpty(time);
        if (!done) {
            LOG.warn("{} connections were cut off after {}", connections.size(), time);
        }
        close();
        return done;
    }

    /** Closes the listening socket and every connection at once. */
    @Override
    public void close() {
        stopAccepting();
        connections.closeAll();
    }

    public ListenerStats stats() {
        return new ListenerStats(
                connections.size(), admissions.inFlight(), connections.refused(), admissions.refused());
    }
}
