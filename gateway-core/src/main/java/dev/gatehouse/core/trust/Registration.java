package dev.gatehouse.core.trust;

import java.time.Duration;
import java.util.List;

/**
 * How clients that nobody registered beforehand become known.
 *
 * @param dynamic whether {@code POST /oauth/register} works (RFC 7591)
 * @param unusedFor a registration that nobody used so long is forgotten
 * @param metadataDocuments whether a URL can be a client id (Client ID Metadata Documents)
 * @param redirectSchemes private-use schemes that redirect URIs may have besides https and loopback http (RFC 8252 §7.1)
 */
public record Registration(
        boolean dynamic, Duration unusedFor, boolean metadataDocuments, List<String> redirectSchemes) {
    public static final Registration DEFAULT = new Registration(true, Duration.ofDays(30), true, List.of("cursor"));

    public Registration {
        redirectSchemes = List.copyOf(redirectSchemes);
    }
}
