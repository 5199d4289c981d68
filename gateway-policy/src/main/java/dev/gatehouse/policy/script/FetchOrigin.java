package dev.gatehouse.policy.script;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a script may fetch from: one host at one port, by TLS; without it on this machine alone, and only where that is written.
 *
 * @param value such as {@code https://api.example.com:443}
 */
public record FetchOrigin(String value) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}\\]");
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int PORT_MAX = 65_535;

    /** Reads {@code api.example.com}, {@code api.example.com:8443}, or {@code http://127.0.0.1:8080}. */
    public static Optional<FetchOrigin> parse(String written) {
        try {
            URI uri = new URI(written.contains("://") ? written : "https://" + written);
            boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return bare ? of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** The origin of a URL; empty when nothing may be fetched from it, whatever is listed. */
    static Optional<FetchOrigin> of(URI url) {
        if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean open = scheme.equals("http") && LOOPBACK.contains(host);
        if (!HOST.matcher(host).matches() || !(open || scheme.equals("https")) || url.getPort() > PORT_MAX) {
            return Optional.empty();
        }
        int port = url.getPort() >= 0 ? url.getPort() : open ? HTTP_PORT : HTTPS_PORT;
        return Optional.of(new FetchOrigin(scheme + "://" + host + ":" + port));
    }
}
