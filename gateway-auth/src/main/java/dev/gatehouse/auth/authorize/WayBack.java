package dev.gatehouse.auth.authorize;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The way back to the client: its redirect URI, which was found to be one of its own.
 *
 * @param state given back as it came
 * @param issuer ours; every answer names it, so that no client takes it for another server's (RFC 9207)
 */
record WayBack(String redirectUri, Optional<String> state, String issuer) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    String withCode(String code) {
        return with("code", code, Optional.empty());
    }

    /** @param error a word of RFC 6749 §4.1.2.1, RFC 8707 §2 or OpenID Connect Core 1.0 §3.1.2.6 */
    String withError(String error, String description) {
        return with("error", error, Optional.of(description));
    }

    private String with(String name, String value, Optional<String> description) {
        StringBuilder url = new StringBuilder(redirectUri)
                .append(redirectUri.indexOf('?') < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encode(value));
        description.ifPresent(text -> url.append("&error_description=").append(encode(text)));
        state.ifPresent(text -> url.append("&state=").append(encode(text)));
        return url.append("&iss=").append(encode(issuer)).toString();
    }

    /** Whom the person sees the answer go to; the scheme where there is no host. */
    String host() {
        URI uri = URI.create(redirectUri);
        return uri.getHost() == null ? uri.getScheme() + ":" : uri.getHost();
    }

    /** Whether any program on the person's computer could be at the other end. */
    boolean isLoopback() {
        return LOOPBACK.contains(host());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
