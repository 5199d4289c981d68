package dev.gatehouse.auth.client;

/** Where a client's public keys are. */
public sealed interface ClientKeys {

    /** It has none. */
    record None() implements ClientKeys {}

    /** @param jwks a JWK set (RFC 7517 §5), checked when the client became known */
    record Inline(String jwks) implements ClientKeys {}

    /** @param uri fetched when they are needed, from public addresses only */
    record At(String uri) implements ClientKeys {}
}
