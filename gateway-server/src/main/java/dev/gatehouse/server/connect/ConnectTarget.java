package dev.gatehouse.server.connect;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is connected to.
 *
 * @param origin of the gateway as clients see it, without a slash at its end
 * @param server the name of a virtual server
 */
public record ConnectTarget(String origin, String server) {
    /** Names that public DNS does not have (RFC 6761, RFC 6762, RFC 8375), and the usual ones of private networks. */
    private static final Set<String> PRIVATE_SUFFIXES =
            Set.of("local", "localhost", "test", "internal", "lan", "home.arpa", "intranet", "corp", "home");

    public String mcpUrl() {
        return origin + "/vmcp/" + server + "/mcp";
    }

    String tokenUrl() {
        return origin + "/oauth/token";
    }

    /** Why this client may not get there, as far as the URL tells. */
    public Optional<String> warning(ConnectClient client) {
        URI uri = URI.create(origin);
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        if (client.origin() == ConnectClient.Origin.CLOUD && (!"https".equals(uri.getScheme()) || isPrivate(host))) {
            return Optional.of(client.title() + " calls from its maker's cloud and will not reach " + origin
                    + ": it needs a public https address (`server.publicUrl`).");
        }
        return isLoopback(host)
                ? Optional.of("Only clients on the gateway's own computer reach " + origin
                        + ": for others set `server.publicUrl`.")
                : Optional.empty();
    }

    private static boolean isPrivate(String host) {
        return literal(host)
                .map(address -> address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress()
                        || isUniqueLocal(address.getAddress()))
                .orElseGet(() -> host.indexOf('.') < 0
                        || PRIVATE_SUFFIXES.stream().anyMatch(suffix -> host.endsWith("." + suffix)));
    }

    private static boolean isLoopback(String host) {
        return literal(host).map(InetAddress::isLoopbackAddress).orElse(host.equals("localhost"));
    }

    /** fc00::/7 (RFC 4193). */
    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xFE) == 0xFC;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
