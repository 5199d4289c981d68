package dev.gatehouse.auth.client;

import dev.gatehouse.auth.agent.ClientSecret;
import dev.gatehouse.auth.agent.SecretHash;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.RegisteredClient;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The clients of the configuration first, then those that made themselves known. */
public final class ClientDirectory implements Clients {
    private final Supplier<Revision> revisions;

    public ClientDirectory(Supplier<Revision> revisions) {
        this.revisions = revisions;
    }

    @Override
    public ClientLookup find(String clientId, String peer) {
        return revisions
                .get()
                .trust()
                .client(clientId)
                .<ClientLookup>map(client -> new ClientLookup.Found(registered(client)))
                .orElseGet(() -> new ClientLookup.Unknown("no such client"));
    }

    @Override
    public void used(OAuthClient client) {}

    @Override
    public Optional<String> redirectUri(OAuthClient client, Optional<String> asked) {
        if (asked.isEmpty()) {
            return client.redirectUris().size() == 1
                    ? Optional.of(client.redirectUris().getFirst())
                    : Optional.empty();
        }
        return asked.filter(uri ->
                client.redirectUris().stream().anyMatch(registered -> RedirectUris.isAsRegistered(uri, registered)));
    }

    private static OAuthClient registered(RegisteredClient client) {
        Set<AuthMethod> methods = client.secret().isPresent()
                ? Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST)
                : Set.of(AuthMethod.NONE);
        return new OAuthClient(
                client.clientId(),
                OAuthClient.Origin.REGISTERED,
                client.name(),
                client.redirectUris(),
                methods,
                client.secret().map(secret -> new SecretHash(new ClientSecret(secret.value()).sha256(), Instant.MAX)),
                new ClientKeys.None());
    }
}
