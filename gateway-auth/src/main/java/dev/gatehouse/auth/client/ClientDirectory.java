package dev.gatehouse.auth.client;

import dev.gatehouse.auth.agent.ClientSecret;
import dev.gatehouse.auth.agent.SecretHash;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.RegisteredClient;
import dev.gatehouse.core.trust.Registration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The clients of the configuration first, then those that made themselves known. */
public final class ClientDirectory implements Clients {
    public static final String REGISTER_PATH = "/oauth/register";

    private final Supplier<Revision> revisions;
    private final DynamicClients dynamic;
    private final DocumentClients documents;
    private final RegistrationEndpoint registration;

    public ClientDirectory(RecordedChange.Place place, Fetcher fetcher, Supplier<Revision> revisions) {
        Supplier<Registration> rules = () -> revisions.get().trust().registration();
        this.revisions = revisions;
        this.dynamic = new DynamicClients(place, rules);
        this.documents = new DocumentClients(fetcher, rules, place.clocks());
        this.registration = new RegistrationEndpoint(dynamic, rules, place.journal(), place.clocks());
    }

    @Override
    public ClientLookup find(String clientId, String peer) {
        Optional<RegisteredClient> registered = revisions.get().trust().client(clientId);
        if (registered.isPresent()) {
            return new ClientLookup.Found(known(registered.get()));
        }
        if (DocumentClients.isId(clientId)) {
            return documents.find(clientId, peer);
        }
        return DynamicClients.isId(clientId) ? dynamic.find(clientId) : new ClientLookup.Unknown("no such client");
    }

    @Override
    public void used(OAuthClient client) {
        if (client.origin() == OAuthClient.Origin.DYNAMIC) {
            dynamic.used(client.clientId());
        }
    }

    @Override
    public Optional<String> redirectUri(OAuthClient client, Optional<String> asked) {
        List<String> schemes = revisions.get().trust().registration().redirectSchemes();
        Optional<String> uri = asked.isEmpty()
                ? Optional.of(client.redirectUris())
                        .filter(all -> all.size() == 1)
                        .map(List::getFirst)
                : asked.filter(text -> client.redirectUris().stream()
                        .anyMatch(registered -> RedirectUris.isAsRegistered(text, registered)));
        // Once more, for the operator may have taken a scheme back since.
        return uri.filter(text -> RedirectUris.isAcceptable(text, schemes));
    }

    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.POST,
                PathPattern.of(REGISTER_PATH),
                Endpoint.Guard.PUBLIC,
                RegistrationEndpoint.BODY_MAX_BYTES,
                registration));
    }

    /**
     * A client as an administrator sees it; one that is described by a document is not kept, and so not among them.
     *
     * @param createdAt empty for those of the configuration
     * @param usedAt to the hour
     */
    public record Entry(OAuthClient client, Optional<Instant> createdAt, Optional<Instant> usedAt) {}

    /** Those of the configuration and those that registered themselves. */
    public List<Entry> all() throws SQLException {
        List<Entry> all = new ArrayList<>(dynamic.all());
        revisions.get().trust().clients().stream()
                .map(client -> new Entry(known(client), Optional.empty(), Optional.empty()))
                .forEach(all::add);
        return all;
    }

    /** Forgets a client that registered itself, in the caller's transaction; false when there is none of this id. */
    public static boolean forget(Connection connection, String clientId) throws SQLException {
        return DynamicClientTable.delete(connection, clientId);
    }

    /** Forgets some of those that nobody used for long. */
    public void sweep() throws SQLException {
        dynamic.sweep();
    }

    private static OAuthClient known(RegisteredClient client) {
        Set<AuthMethod> methods = EnumSet.noneOf(AuthMethod.class);
        if (client.secret().isPresent()) {
            methods.add(AuthMethod.CLIENT_SECRET_BASIC);
            methods.add(AuthMethod.CLIENT_SECRET_POST);
        }
        if (client.jwks().isPresent()) {
            methods.add(AuthMethod.PRIVATE_KEY_JWT);
        }
        if (methods.isEmpty()) {
            methods.add(AuthMethod.NONE);
        }
        return new OAuthClient(
                client.clientId(),
                OAuthClient.Origin.REGISTERED,
                client.name(),
                client.redirectUris(),
                methods,
                client.secret().map(secret -> new SecretHash(new ClientSecret(secret.value()).sha256(), Instant.MAX)),
                client.jwks().<ClientKeys>map(ClientKeys.Inline::new).orElseGet(ClientKeys.None::new),
                true);
    }
}
