package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.pipeline.Draining;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The open connections of one listener, counted by client address. */
final class Connections {
    private final HttpLimits.Connection limits;
    private final Peers peers;
    private final ChannelGroup open;
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private volatile boolean draining;

    Connections(ListenerSpec spec, EventExecutor executor) {
        this.limits = spec.limits().connection();
        this.peers = new Peers(spec.trustedProxies());
        this.open = new DefaultChannelGroup("connections", executor);
    }

    /** False when this connection is one too many; it is to be closed then. */
    boolean admit(Channel channel) {
        Optional<InetAddress> address = Peers.addressOf(channel).filter(client -> !peers.isTrusted(client));
        boolean room = !draining
                && open.size() < limits.max()
                && address.map(this::count).orElse(true);
        if (!room) {
            refused.increment();
            return false;
        }
        // In this order: when a connection is gone from the open ones, its address has room again.
        address.ifPresent(client -> channel.closeFuture().addListener(_ -> discount(client)));
        open.add(channel);
        return true;
    }

    /** Idle connections close, busy ones answer first. */
    void drain() {
        draining = true;
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(Draining.BEGUN));
    }

    /** Whether all connections ended in that time. */
    boolean awaitEmpty(Duration time) {
        return open.newCloseFuture().awaitUninterruptibly(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void closeAll() {
        draining = true;
        open.close().awaitUninterruptibly();
    }

    int size() {
        return open.size();
    }

    long refused() {
        return refused.sum();
    }

    private boolean count(InetAddress client) {
        int now = byAddress.merge(client, 1, Integer::sum);
        if (now > limits.perAddressMax()) {
            discount(client);
            return false;
        }
        return true;
    }

    private void discount(InetAddress client) {
        byAddress.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
