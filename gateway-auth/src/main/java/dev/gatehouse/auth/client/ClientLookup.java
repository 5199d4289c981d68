package dev.gatehouse.auth.client;

/** What is known under a client id. */
public sealed interface ClientLookup {

    record Found(OAuthClient client) implements ClientLookup {}

    /** @param why safe to show; nothing of what a fetched document holds */
    record Unknown(String why) implements ClientLookup {}

    /** It may exist, but cannot be asked after now. */
    record Unavailable(String why) implements ClientLookup {}
}
