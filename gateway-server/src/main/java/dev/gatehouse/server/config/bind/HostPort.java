package dev.gatehouse.server.config.bind;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on.
 *
 * @param host a name or an address; IPv6 without its brackets
 * @param port 0 lets the system choose
 */
public record HostPort(String host, int port) {
    static final String REGEX = "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):([0-9]{1,5})";
    private static final Pattern FORM = Pattern.compile(REGEX);
    private static final int PORT_MAX = 65_535;

    static Optional<HostPort> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > PORT_MAX) {
            return Optional.empty();
        }
        String host = form.group(1);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Optional.of(new HostPort(bare, Integer.parseInt(form.group(2))));
    }

    /** Whether nothing outside this machine can reach it. Asks no resolver: of names, only {@code localhost} counts. */
    public boolean isLoopback() {
        return isLoopback(host);
    }

    /** @param host as in a URL or in this record; brackets around IPv6 do not matter */
    public static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(bare).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false; // a name: where it leads can change
        }
    }

    /** The address to bind; may ask the resolver. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
