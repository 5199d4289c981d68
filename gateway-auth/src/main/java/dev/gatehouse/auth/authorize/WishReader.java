package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.client.ClientLookup;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.grant.Pkce;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.auth.token.Targets;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads authorization requests. Until client and redirect URI are known to belong together, nobody is sent anywhere. */
final class WishReader {
    static final int STATE_CHARS_MAX = 2048;

    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");

    private final Issuer issuer;
    private final Clients clients;
    private final Supplier<Revision> revisions;

    WishReader(Issuer issuer, Clients clients, Supplier<Revision> revisions) {
        this.issuer = issuer;
        this.clients = clients;
        this.revisions = revisions;
    }

    sealed interface Reading {
        record Good(Wish wish) implements Reading {}

        /** To be told to the client. */
        record Wrong(WayBack way, String error, String description) implements Reading {}

        /** To be told to the person: there is no client that could be told. */
        record Lost(int status, String sentence, String why) implements Reading {}
    }

    Reading read(Request request) {
        try {
            return read(request.parameters(), request.peer());
        } catch (IllegalArgumentException _) {
            return new Reading.Lost(400, "The application sent a malformed request.", "malformed query");
        }
    }

    private Reading read(Form query, String peer) {
        Optional<String> clientId = query.value("client_id");
        if (clientId.isEmpty()) {
            return new Reading.Lost(400, "The application did not say which one it is.", "client_id is missing");
        }
        return switch (clients.find(clientId.get(), peer)) {
            case ClientLookup.Found(OAuthClient client) ->
                clients.redirectUri(client, query.value("redirect_uri"))
                        .map(uri -> read(query, client, uri))
                        .orElseGet(() -> new Reading.Lost(
                                400,
                                "The application asked to be answered at an address that is not registered for it.",
                                "redirect_uri is not one of client " + client.clientId()));
            case ClientLookup.Unknown(String why) ->
                new Reading.Lost(400, "This gateway does not know the application.", why);
            case ClientLookup.Unavailable(String why) ->
                new Reading.Lost(503, "What the application says of itself cannot be read right now.", why);
        };
    }

    private Reading read(Form query, OAuthClient client, String redirectUri) {
        Optional<String> state = query.value("state");
        boolean tooLong = state.filter(text -> text.length() > STATE_CHARS_MAX).isPresent();
        WayBack way = new WayBack(redirectUri, tooLong ? Optional.empty() : state, issuer.url());
        if (tooLong) {
            return invalid(way, "state is longer than " + STATE_CHARS_MAX + " characters");
        }
        return wrong(query, way).orElseGet(() -> scopes(query, client, way));
    }

    /** What no authorization server of this kind does, in the order in which a developer will want to hear of it. */
    private static Optional<Reading> wrong(Form query, WayBack way) {
        if (query.value("request").isPresent()) {
            return Optional.of(new Reading.Wrong(way, "request_not_supported", "request objects are not taken"));
        }
        if (query.value("request_uri").isPresent()) {
            return Optional.of(new Reading.Wrong(way, "request_uri_not_supported", "request objects are not taken"));
        }
        Optional<String> type = query.value("response_type");
        if (type.isEmpty()) {
            return Optional.of(invalid(way, "response_type is missing"));
        }
        if (!type.get().equals("code")) {
            return Optional.of(new Reading.Wrong(way, "unsupported_response_type", "response_type must be code"));
        }
        if (query.value("response_mode").filter(mode -> !mode.equals("query")).isPresent()) {
            return Optional.of(invalid(way, "response_mode must be query"));
        }
        boolean pkce = query.value("code_challenge").filter(Pkce::isChallenge).isPresent()
                && query.value("code_challenge_method")
                        .filter(Pkce.METHOD::equals)
                        .isPresent();
        return pkce
                ? Optional.empty()
                : Optional.of(invalid(way, "code_challenge is needed, with code_challenge_method=" + Pkce.METHOD));
    }

    private Reading scopes(Form query, OAuthClient client, WayBack way) {
        Set<String> prompts =
                query.value("prompt").map(text -> Set.of(text.split(" "))).orElse(Set.of());
        if (!PROMPTS.containsAll(prompts) || (prompts.contains("none") && prompts.size() > 1)) {
            return invalid(way, "prompt names something unknown, or none beside others");
        }
        boolean administers = query.value("resource")
                .filter(url -> Targets.isAdminApi(revisions.get(), url))
                .isPresent();
        Optional<List<String>> scopes = administers
                ? Scopes.requestedOfAdministrator(query.value("scope"))
                : Scopes.requestedOfPerson(query.value("scope"), client.refreshes());
        List<String> possible = administers ? Scopes.ADMIN : Scopes.OF_PEOPLE;
        return scopes.isEmpty()
                ? new Reading.Wrong(way, "invalid_scope", "scope may name: " + String.join(" ", possible))
                : new Reading.Good(new Wish(
                        client,
                        way,
                        query.value("code_challenge").orElseThrow(),
                        query.value("resource"),
                        scopes.get(),
                        prompts));
    }

    private static Reading invalid(WayBack way, String description) {
        return new Reading.Wrong(way, "invalid_request", description);
    }
}
