package dev.gatehouse.transport.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of the process, shared by the listeners and the upstream clients: they own every socket. */
public final class EventLoops implements AutoCloseable {
    /** Set to {@code nio} to do without the native transport. */
    public static final String TRANSPORT_PROPERTY = "gatehouse.transport";

    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final long CLOSE_WAIT_MAX_SECONDS = 5;

    private final boolean epoll;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;

    private EventLoops(boolean epoll, int count) {
        this.epoll = epoll;
        this.acceptor = group(1, "gatehouse-accept");
        this.loops = group(count, "gatehouse-loop");
    }

    /** Half the cores, at least one; epoll where the system has it. */
    public static EventLoops start() {
        return start(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param count event loops beside the one that accepts connections, at least 1 */
    public static EventLoops start(int count) {
        boolean nio = "nio".equalsIgnoreCase(System.getProperty(TRANSPORT_PROPERTY, ""));
        return new EventLoops(!nio && Epoll.isAvailable(), count);
    }

    /** Loops for connections, of either direction. */
    public EventLoopGroup group() {
        return loops;
    }

    /** The one loop that accepts connections. */
    public EventLoopGroup acceptor() {
        return acceptor;
    }

    /** Runs a short task that never blocks again and again until the loops are closed; one that throws is run again. */
    public void every(Duration period, Runnable task) {
        Runnable logged = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a periodic task failed", e);
            }
        };
        var _ = acceptor.scheduleWithFixedDelay(logged, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    public Class<? extends Channel> clientChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Closes what is still open. Close listeners and clients first: their calls end cleanly then. */
    @Override
    public void close() {
        var accepting = acceptor.shutdownGracefully(0, CLOSE_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
        var working = loops.shutdownGracefully(0, CLOSE_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
        boolean accepted = accepting.awaitUninterruptibly(CLOSE_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
        boolean worked = working.awaitUninterruptibly(CLOSE_WAIT_MAX_SECONDS, TimeUnit.SECONDS);
        if (!accepted || !worked) {
            LOG.warn("event loops did not end within {} s", CLOSE_WAIT_MAX_SECONDS);
        }
    }

    private EventLoopGroup group(int count, String name) {
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), io);
    }
}
