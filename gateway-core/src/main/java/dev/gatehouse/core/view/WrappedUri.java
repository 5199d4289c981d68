package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.UpstreamId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The public form of a URI that two upstreams of one virtual server claim: {@code gw+UPSTREAM:} and the original,
 * percent-encoded. A wrapped template keeps its text as it is, for its expressions must stay ones; what it expands to is
 * told from an encoded original by its colon, which encoding leaves none of.
 */
record WrappedUri(UpstreamId upstream, String original) {
    private static final String SCHEME = "gw+";

    static String of(UpstreamId upstream, String uri) {
        return scheme(upstream) + URLEncoder.encode(uri, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String template(UpstreamId upstream, String template) {
        return scheme(upstream) + template;
    }

    /** Empty for a URI that is not wrapped, or wrapped wrongly. */
    static Optional<WrappedUri> parse(String uri) {
        int colon = uri.indexOf(':');
        if (!uri.startsWith(SCHEME) || colon < 0) {
            return Optional.empty();
        }
        String rest = uri.substring(colon + 1);
        try {
            UpstreamId upstream =
                    new UpstreamId(uri.substring(SCHEME.length(), colon).replace('.', '_'));
            return Optional.of(new WrappedUri(upstream, rest.indexOf(':') >= 0 ? rest : decoded(rest)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A scheme has no underscore, and a name of an upstream has no dot. */
    private static String scheme(UpstreamId upstream) {
        return SCHEME + upstream.value().replace('_', '.') + ":";
    }

    private static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
