package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.Cidr;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who is at the other end. {@code X-Forwarded-For} is believed from trusted proxies only, read from the right, up to the
 * first address that is not one of them: what stands left of it anybody could have written.
 */
final class Peers {
    private static final int HOPS_MAX = 32;

    private final List<Cidr> trusted;

    Peers(List<Cidr> trusted) {
        this.trusted = trusted;
    }

    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    String peerOf(Channel channel, HttpHeaders headers) {
        Optional<InetAddress> socket = addressOf(channel);
        if (socket.isEmpty()) {
            return "unknown";
        }
        InetAddress peer = socket.get();
        if (!trusted.isEmpty() && isTrusted(peer)) {
            peer = forwardedFor(peer, headers.getAll("x-forwarded-for"));
        }
        return peer.getHostAddress();
    }

    static Optional<InetAddress> addressOf(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        return remote instanceof InetSocketAddress address ? Optional.of(address.getAddress()) : Optional.empty();
    }

    private InetAddress forwardedFor(InetAddress proxy, List<String> fields) {
        String[] hops = String.join(",", fields).split(",", -1);
        InetAddress nearest = proxy;
        for (int at = hops.length - 1; at >= Math.max(0, hops.length - HOPS_MAX) && isTrusted(nearest); at--) {
            Optional<InetAddress> hop = Cidr.address(withoutPort(hops[at].strip()));
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
        }
        return nearest;
    }

    /** Some proxies write {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[") && hop.indexOf(']') > 0) {
            return hop.substring(1, hop.indexOf(']'));
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
