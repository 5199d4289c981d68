package dev.gatehouse.auth.apikey;

/** What came of an order to make or revoke an API key. */
public sealed interface ApiKeyChange {

    /** @param key shown now and never again */
    record Issued(ApiKeyStatus status, ApiKey key) implements ApiKeyChange {}

    /** It opens nothing any more. Also said of one that was revoked before. */
    record Revoked(String id) implements ApiKeyChange {}

    /** The agent has no such key. */
    record NoSuchKey() implements ApiKeyChange {}

    /** There is no such agent, or it has no credentials, or they are revoked: create some first. */
    record NoCredentials() implements ApiKeyChange {}

    /** The configuration has no such virtual server. */
    record NoSuchServer() implements ApiKeyChange {}

    /** {@link ApiKeys#KEYS_PER_AGENT_MAX} or {@link ApiKeyRoster#KEYS_MAX} is reached: revoke one first. */
    record TooManyKeys() implements ApiKeyChange {}
}
