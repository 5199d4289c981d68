package dev.gatehouse.auth.client;

import java.util.Optional;

/** Every client a person may let in. */
public interface Clients {

    /** May fetch a document, which takes up to five seconds. */
    ClientLookup find(String clientId);

    /**
     * The redirect URI to use: the asked-for one if it is registered, compared exactly but for the port of a loopback
     * address (RFC 8252 §7.3); the only registered one if none was asked for; otherwise empty, and nobody is redirected.
     */
    Optional<String> redirectUri(OAuthClient client, Optional<String> asked);
}
