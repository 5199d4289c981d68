package dev.gatehouse.auth.client;

import java.util.Optional;

/** Every client a person may let in. */
public interface Clients {

    /**
     * May fetch a document, which takes up to five seconds.
     *
     * @param peer who asks; nobody can make us fetch without end
     */
    ClientLookup find(String clientId, String peer);

    /** A person let the client in, or it got a token: a registration that is in use stays. Never fails; at worst it expires. */
    void used(OAuthClient client);

    /**
     * The redirect URI to use: the asked-for one if it is registered, compared exactly but for the port of a loopback
     * address (RFC 8252 §7.3); the only registered one if none was asked for; otherwise empty, and nobody is redirected.
     */
    Optional<String> redirectUri(OAuthClient client, Optional<String> asked);
}
