package dev.gatehouse.transport.client.road;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an upstream's requests go.
 *
 * @param host without brackets
 * @param target path and query, as they stand in the request line
 */
public record Origin(String host, int port, boolean tls, String target) {

    /** @throws IllegalArgumentException when the URL is not an absolute http or https URL with a host */
    public static Origin of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw new IllegalArgumentException("URL of scheme \"" + scheme + "\" (expected: http or https)");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("URL without a host, or with a user in it");
        }
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new Origin(bare, port, tls, url.getRawQuery() == null ? path : path + '?' + url.getRawQuery());
    }

    /** The Host header (RFC 9110 7.2): the port only where it is not the scheme's own. */
    String authority() {
        String name = host.contains(":") ? '[' + host + ']' : host;
        return port == (tls ? 443 : 80) ? name : name + ':' + port;
    }

    /** Path and query of a URI that is relative to this one, or of the same scheme, host and port; else empty. */
    public Optional<String> sameOrigin(String uri) {
        try {
            Origin other = of(new URI((tls ? "https" : "http") + "://" + authority() + target).resolve(new URI(uri)));
            boolean same = other.tls == tls && other.port == port && other.host.equalsIgnoreCase(host);
            return same ? Optional.of(other.target) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
