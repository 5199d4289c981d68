package dev.gatehouse.auth.client;

import java.util.List;
import java.util.Optional;

/**
 * A client that a person may let in (RFC 6749 §2). Agents, which act for themselves, are not among them.
 *
 * @param name what it calls itself; shown as a claim, never as a fact, unless somebody registered it beforehand
 * @param redirectUris as registered
 * @param jwks its public keys for {@code private_key_jwt}, a JWK set
 */
public record OAuthClient(
        String clientId,
        Origin origin,
        String name,
        List<String> redirectUris,
        AuthMethod authMethod,
        Optional<String> jwks) {
    public OAuthClient {
        redirectUris = List.copyOf(redirectUris);
    }

    /** How it became known, which says how far its name can be believed. */
    public enum Origin {
        /** In the configuration. */
        REGISTERED,
        /** By itself (RFC 7591). */
        DYNAMIC,
        /** By the document at the URL that is its id. */
        DOCUMENT
    }

    /** How it proves itself at the token endpoint. */
    public enum AuthMethod {
        NONE,
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        PRIVATE_KEY_JWT
    }
}
