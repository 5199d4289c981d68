package dev.gatehouse.auth.oidc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0 §3).
 *
 * @param postsSecret whether its token endpoint takes the client secret in the form only, and not as HTTP Basic
 * @param namesItself whether its responses name it by {@code iss} (RFC 9207)
 */
record ProviderMetadata(URI authorization, URI token, URI jwks, boolean postsSecret, boolean namesItself) {

    static ProviderMetadata parse(String issuer, byte[] document) throws ProviderFailedException {
        try {
            Json json = Json.read(document);
            if (!json.text("issuer").filter(issuer::equals).isPresent()) {
                throw new ProviderFailedException("the discovery document of " + issuer + " is another issuer's");
            }
            return new ProviderMetadata(
                    address(json, "authorization_endpoint"),
                    address(json, "token_endpoint"),
                    address(json, "jwks_uri"),
                    postsSecret(json),
                    json.member("authorization_response_iss_parameter_supported")
                            .flatMap(Json::bool)
                            .orElse(false));
        } catch (JsonSyntaxException _) {
            throw new ProviderFailedException("the discovery document of " + issuer + " is not JSON");
        }
    }

    /** Absent means {@code client_secret_basic} alone. */
    private static boolean postsSecret(Json json) {
        Optional<Json> methods =
                json.member("token_endpoint_auth_methods_supported").filter(Json::isArray);
        return methods.isPresent()
                && !methods.get().elements().contains(Json.of("client_secret_basic"))
                && methods.get().elements().contains(Json.of("client_secret_post"));
    }

    private static URI address(Json json, String member) throws ProviderFailedException {
        String text = json.text(member).orElse("");
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Told below, as any other text that is no address.
        }
        throw new ProviderFailedException("the discovery document has no usable " + member);
    }
}
