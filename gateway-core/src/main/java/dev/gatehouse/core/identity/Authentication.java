package dev.gatehouse.core.identity;

/** What an authenticator says of a token. */
public sealed interface Authentication {

    record Authenticated(Principal principal) implements Authentication {}

    record Rejected(Challenge challenge) implements Authentication {}
}
