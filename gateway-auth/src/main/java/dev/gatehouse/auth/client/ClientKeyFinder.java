package dev.gatehouse.auth.client;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.auth.egress.CachedDocuments;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.auth.egress.Looked;
import dev.gatehouse.core.call.Clocks;

/** The public keys of clients, fetched where they are elsewhere. */
public final class ClientKeyFinder {
    private final CachedDocuments<JWKSet> documents;

    public ClientKeyFinder(Fetcher fetcher, Clocks clocks) {
        this.documents = new CachedDocuments<>(
                fetcher,
                (_, json) -> ClientKeySet.parse(json)
                        .<Looked<JWKSet>>map(Looked.Found::new)
                        .orElseGet(() -> new Looked.Nothing<>("no JWK set with usable public keys")),
                clocks);
    }

    public Looked<JWKSet> find(ClientKeys keys, String peer) {
        return keys instanceof ClientKeys.At(String uri) ? documents.at(uri, peer) : here(keys);
    }

    /** For a signature by a key that {@link #find} did not have: the client may have a new one. */
    public Looked<JWKSet> findLatest(ClientKeys keys, String peer) {
        return keys instanceof ClientKeys.At(String uri) ? documents.latest(uri, peer) : here(keys);
    }

    private static Looked<JWKSet> here(ClientKeys keys) {
        return keys instanceof ClientKeys.Inline(String jwks)
                ? ClientKeySet.parse(jwks)
                        .<Looked<JWKSet>>map(Looked.Found::new)
                        .orElseGet(() -> new Looked.Nothing<>("its keys cannot be used"))
                : new Looked.Nothing<>("it has no keys");
    }
}
