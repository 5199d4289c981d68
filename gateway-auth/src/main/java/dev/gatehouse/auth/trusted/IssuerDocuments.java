package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.util.Resource;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fetches what an issuer publishes about itself; where, the operator said. */
public final class IssuerDocuments {
    private final OperatorHttp http;

    public IssuerDocuments(OperatorHttp http) {
        this.http = http;
    }

    /** The issuer's JWK set: where the configuration says, or else where its metadata say. */
    Resource jwks(TrustedIssuer issuer) throws IOException {
        String keys = issuer.jwksUri().isPresent()
                ? text(http.get(uri(issuer.jwksUri().get())))
                : text(http.get(issuer.url(), uri(discover(issuer.url()))));
        return new Resource(keys, "application/jwk-set+json");
    }

    /** RFC 8414 §3 puts the well-known part before the issuer's path, OpenID Connect Discovery behind it. */
    private String discover(String issuer) throws IOException {
        URI uri = URI.create(issuer);
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().replaceFirst("/$", "");
        List<String> places = List.of(
                origin + "/.well-known/oauth-authorization-server" + path,
                origin + path + "/.well-known/openid-configuration");
        IOException failure = new IOException("no metadata of " + issuer);
        for (String place : places) {
            try {
                return jwksUri(issuer, text(http.get(uri(place))));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** Metadata that name another issuer are somebody else's (RFC 8414 §3.3). */
    private static String jwksUri(String issuer, String document) throws IOException {
        try {
            Json metadata = Json.read(document);
            if (metadata.text("issuer").filter(issuer::equals).isEmpty()) {
                throw new IOException("metadata are of another issuer than " + issuer);
            }
            return metadata.text("jwks_uri").orElseThrow(() -> new IOException("metadata name no jwks_uri"));
        } catch (JsonSyntaxException e) {
            throw new IOException("metadata are not JSON", e);
        }
    }

    private static String text(OperatorHttp.Response response) throws IOException {
        if (response.status() != 200) {
            throw new IOException("status " + response.status() + " (expected: 200)");
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static URI uri(String text) throws IOException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IOException("not a URL: " + text, e);
        }
    }
}
