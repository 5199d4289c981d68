package dev.gatehouse.auth.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are not somebody's on the public Internet (RFC 6890 and the IANA registries it began). Of IPv6 only what
 * is allocated as global unicast can be public, so embeddings of IPv4 (mapped, compatible, NAT64), unique local, link-local
 * and multicast addresses are special without being listed.
 */
final class SpecialUse {
    private static final List<Block> V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Looks public, but is a cloud's own service for its machines.
            "168.63.129.16/32");
    private static final Block V6_GLOBAL_UNICAST = Block.of("2000::/3");
    private static final List<Block> V6 = blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final int V4_BYTES = 4;

    private SpecialUse() {}

    static boolean includes(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V4_BYTES
                ? contains(V4, bytes)
                : !V6_GLOBAL_UNICAST.contains(bytes) || contains(V6, bytes);
    }

    private static boolean contains(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... blocks) {
        return Stream.of(blocks).map(Block::of).toList();
    }

    private record Block(byte[] prefix, int bits) {
        static Block of(String text) {
            int slash = text.indexOf('/');
            byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((prefix[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
