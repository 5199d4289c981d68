package dev.gatehouse.transport.http;

import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses such as {@code 10.0.0.0/8} or {@code fd00::/8}; never a host name, so nothing is looked up. */
public record Cidr(InetAddress network, int prefixBits) {

    /** @throws IllegalArgumentException when this is no address with an optional prefix length */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bitsMax = network.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? bitsMax : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > bitsMax) {
            throw new IllegalArgumentException("prefix length: " + bits + " (expected: 0-" + bitsMax + ")");
        }
        return new Cidr(network, bits);
    }

    /** An address as it stands in a header; empty when it is none. */
    public static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = 0xFF << Math.max(0, bit + Byte.SIZE - prefixBits);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
