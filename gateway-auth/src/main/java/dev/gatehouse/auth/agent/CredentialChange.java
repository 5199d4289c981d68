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

    /** From now on it is refused from then on. */
    record Renewed(Instant expires) implements CredentialChange {}

    /** Neither does the configuration name such an agent nor was it made at run time. */
    record NoSuchAgent() implements CredentialChange {}

    /** The configuration names this agent, and what is said of it is said there. */
    record Configured() implements CredentialChange {}

    /** Such an agent was made before and is not revoked. */
    record AlreadyThere() implements CredentialChange {}

    /** The configuration has no such bundle. */
    record NoSuchBundle() implements CredentialChange {}

    /** It would be refused from a time on that is over. */
    record AlreadyExpired() implements CredentialChange {}

    /** There is nothing to rotate or revoke: create credentials first. */
    record NoCredentials() implements CredentialChange {}

    /** {@link AgentRoster#AGENTS_MAX} is reached. */
    record TooManyAgents() implements CredentialChange {}
}
