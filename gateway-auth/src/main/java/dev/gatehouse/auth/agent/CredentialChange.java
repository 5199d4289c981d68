package dev.gatehouse.auth.agent;

import java.time.Instant;
import java.util.Optional;

/** What came of an order to issue, rotate or revoke an agent's credentials. */
public sealed interface CredentialChange {

    /**
     * A new secret, shown now and never again.
     *
     * @param previousUntil until when the secret before it works, where there is one
     */
    record Issued(String clientId, ClientSecret secret, Optional<Instant> previousUntil) implements CredentialChange {}

    /** No secret and no token of this client works any more. Also said of an agent that was revoked before. */
    record Revoked(String clientId) implements CredentialChange {}

    /** The configuration names no such agent. */
    record NoSuchAgent() implements CredentialChange {}

    /** There is nothing to rotate or revoke: create credentials first. */
    record NoCredentials() implements CredentialChange {}

    /** {@link AgentRoster#AGENTS_MAX} is reached. */
    record TooManyAgents() implements CredentialChange {}
}
