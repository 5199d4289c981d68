package dev.gatehouse.auth;

import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.proof.ClientAssertions;
import dev.gatehouse.auth.token.GrantType;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.Registration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What our authorization server can do, as far as the configuration lets it (RFC 8414 §2). */
final class ServerMetadata {
    private static final Json AUTH_METHODS =
            Json.ofStrings(Stream.of(AuthMethod.values()).map(AuthMethod::word).toList());
    private static final Json ALGORITHMS = Json.ofStrings(ClientAssertions.ALGORITHMS);

    private final Issuer issuer;
    private final Supplier<Revision> revisions;

    ServerMetadata(Issuer issuer, Supplier<Revision> revisions) {
        this.issuer = issuer;
        this.revisions = revisions;
    }

    Json describe() {
        return members().build();
    }

    /**
     * The same where clients look that know OpenID Connect Discovery only. They insist on two members about ID tokens,
     * which we do not issue: no {@code openid} is among the scopes.
     */
    Json describeAsProvider() {
        return members()
                .put("subject_types_supported", Json.ofStrings(List.of("public")))
                .put("id_token_signing_alg_values_supported", Json.ofStrings(List.of("ES256")))
                .build();
    }

    private ObjectWriter members() {
        Registration registration = revisions.get().trust().registration();
        ObjectWriter all = Json.object().put("issuer", issuer.url());
        endpoints(all, registration.dynamic());
        return all.put("scopes_supported", Json.ofStrings(Scopes.OF_PEOPLE))
                .put("response_types_supported", Json.ofStrings(List.of("code")))
                .put("response_modes_supported", Json.ofStrings(List.of("query")))
                .put("grant_types_supported", Json.ofStrings(GrantType.words()))
                .put("token_endpoint_auth_methods_supported", AUTH_METHODS)
                .put("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .put("revocation_endpoint_auth_methods_supported", AUTH_METHODS)
                .put("revocation_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .put("introspection_endpoint_auth_methods_supported", AUTH_METHODS)
                .put("introspection_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .put("code_challenge_methods_supported", Json.ofStrings(List.of("S256")))
                .put("client_id_metadata_document_supported", registration.metadataDocuments())
                .put("authorization_response_iss_parameter_supported", true);
    }

    private void endpoints(ObjectWriter all, boolean registers) {
        all.put("authorization_endpoint", issuer.at(Issuer.AUTHORIZE_PATH))
                .put("token_endpoint", issuer.at(Issuer.TOKEN_PATH))
                .put("revocation_endpoint", issuer.at(Issuer.REVOKE_PATH))
                .put("introspection_endpoint", issuer.at(Issuer.INTROSPECT_PATH))
                .put("jwks_uri", issuer.at(Issuer.JWKS_PATH));
        if (registers) {
            all.put("registration_endpoint", issuer.at(ClientDirectory.REGISTER_PATH));
        }
    }
}
