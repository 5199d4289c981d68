package dev.gatehouse.auth.client;

import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.egress.CachedDocuments;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.auth.egress.Looked;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Registration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Clients whose id is the URL of a document that describes them (OAuth Client ID Metadata Documents). */
final class DocumentClients {
    private static final Set<AuthMethod> METHODS = Set.of(AuthMethod.NONE, AuthMethod.PRIVATE_KEY_JWT);

    /** With a path of its own: the bare host would speak for everybody on it. */
    private static final Pattern CLIENT_ID = Pattern.compile("https://[^/?#]+/[^?#]+.*");

    private final Supplier<Registration> registration;
    private final CachedDocuments<OAuthClient> documents;

    DocumentClients(Fetcher fetcher, Supplier<Registration> registration, Clocks clocks) {
        this.registration = registration;
        this.documents = new CachedDocuments<>(fetcher, this::read, clocks);
    }

    static boolean isId(String clientId) {
        return clientId.startsWith("https://");
    }

    ClientLookup find(String clientId, String peer) {
        if (!registration.get().metadataDocuments()) {
            return new ClientLookup.Unknown("metadata documents are not accepted here");
        }
        if (!CLIENT_ID.matcher(clientId).matches()) {
            return new ClientLookup.Unknown("the URL has no path");
        }
        return switch (documents.at(clientId, peer)) {
            case Looked.Found<OAuthClient>(OAuthClient client) -> new ClientLookup.Found(client);
            case Looked.Nothing<OAuthClient>(String why) -> new ClientLookup.Unknown("metadata document: " + why);
            case Looked.Unavailable<OAuthClient>(String why) ->
                new ClientLookup.Unavailable("metadata document: " + why);
        };
    }

    private Looked<OAuthClient> read(String url, Json document) {
        if (!document.isObject()
                || document.text("client_id").filter(url::equals).isEmpty()) {
            return new Looked.Nothing<>("its client_id is not its URL");
        }
        if (document.text("client_name").isEmpty()
                || document.member("client_secret").isPresent()) {
            return new Looked.Nothing<>("it has no client_name, or a secret");
        }
        var rules = new ClientMetadata.Rules(
                METHODS, AuthMethod.NONE, registration.get().redirectSchemes());
        return switch (ClientMetadata.read(document, rules)) {
            case ClientMetadata.Invalid invalid -> new Looked.Nothing<>(invalid.description());
            case ClientMetadata.Valid valid ->
                new Looked.Found<>(new OAuthClient(
                        url,
                        OAuthClient.Origin.DOCUMENT,
                        valid.name(),
                        valid.redirectUris(),
                        valid.methods(),
                        Optional.empty(),
                        valid.keys(),
                        valid.refreshes()));
        };
    }
}
