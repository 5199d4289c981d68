package dev.gatehouse.auth.client;

import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Flood;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.trust.Registration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code POST /oauth/register}: a client makes itself known (RFC 7591). Anybody may ask, so everything is bounded. */
final class RegistrationEndpoint implements Endpoint.Handler {
    static final int BODY_MAX_BYTES = 16 * 1024;
    /** Of one peer in a row; many people may be behind one address. */
    static final int PER_PEER_MAX = 30;
    /** One more may come in each such time. */
    static final Duration ANOTHER_EACH = Duration.ofSeconds(10);

    private static final Set<AuthMethod> METHODS = EnumSet.allOf(AuthMethod.class);
    private static final String RETRY_AFTER_SECONDS = "30";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final DynamicClients clients;
    private final Supplier<Registration> registration;
    private final AuditJournal journal;
    private final Clocks clocks;
    private final LeakyBuckets<String> perPeer;
    private final Flood flood;

    RegistrationEndpoint(
            DynamicClients clients, Supplier<Registration> registration, AuditJournal journal, Clocks clocks) {
        this.clients = clients;
        this.registration = registration;
        this.journal = journal;
        this.clocks = clocks;
        this.perPeer = new LeakyBuckets<>(PER_PEER_MAX, ANOTHER_EACH, clocks);
        this.flood = new Flood(clocks);
    }

    @Override
    public Answer handle(Request request) {
        if (!registration.get().dynamic()) {
            return refuse(request, 403, "access_denied", "clients do not register themselves here");
        }
        if (!perPeer.take(request.peer(), PER_PEER_MAX)) {
            return refuse(request, TOO_MANY_REQUESTS, "temporarily_unavailable", "too many registrations");
        }
        try {
            Json json = Json.read(request.body());
            var rules = new ClientMetadata.Rules(
                    METHODS, AuthMethod.CLIENT_SECRET_BASIC, registration.get().redirectSchemes());
            return switch (ClientMetadata.read(json, rules)) {
                case ClientMetadata.Invalid invalid -> refuse(request, 400, invalid.error(), invalid.description());
                case ClientMetadata.Valid valid -> register(request, valid);
            };
        } catch (JsonSyntaxException _) {
            return refuse(request, 400, "invalid_client_metadata", "the body must be a JSON object");
        }
    }

    private Answer register(Request request, ClientMetadata.Valid metadata) {
        try {
            return clients.register(metadata, request.peer())
                    .map(RegistrationEndpoint::registered)
                    .orElseGet(() ->
                            refuse(request, UNAVAILABLE, "temporarily_unavailable", "too many clients are registered"));
        } catch (SQLException _) {
            return refuse(request, UNAVAILABLE, "temporarily_unavailable", "the registration cannot be kept now");
        } catch (AuditUnavailableException _) {
            return refuse(request, UNAVAILABLE, "temporarily_unavailable", "the registration cannot be recorded now");
        }
    }

    /** Everything that was registered, for it may differ from what was asked (RFC 7591 §3.2.1). */
    private static Answer registered(DynamicClients.Registered registered) {
        OAuthClient client = registered.client();
        ObjectWriter body = Json.object()
                .put("client_id", client.clientId())
                .put("client_id_issued_at", registered.at().getEpochSecond())
                .put("client_name", client.name())
                .put("redirect_uris", Json.ofStrings(client.redirectUris()))
                .put("grant_types", Json.ofStrings(grantTypes(client)))
                .put("response_types", Json.ofStrings(List.of("code")))
                .put(
                        "token_endpoint_auth_method",
                        client.authMethods().iterator().next().word());
        registered
                .secret()
                .ifPresent(secret -> body.put("client_secret", secret.value()).put("client_secret_expires_at", 0));
        if (client.keys() instanceof ClientKeys.At(String uri)) {
            body.put("jwks_uri", uri);
        }
        return answer(201, body.build());
    }

    private static List<String> grantTypes(OAuthClient client) {
        return client.refreshes() ? List.of("authorization_code", "refresh_token") : List.of("authorization_code");
    }

    private Answer refuse(Request request, int status, String error, String description) {
        record(request.peer(), error, description);
        Json body = Json.object()
                .put("error", error)
                .put("error_description", description)
                .build();
        Answer answer = answer(status, body);
        return status == UNAVAILABLE || status == TOO_MANY_REQUESTS
                ? answer.with("Retry-After", RETRY_AFTER_SECONDS)
                : answer;
    }

    private static Answer answer(int status, Json body) {
        return Answer.json(status, body.toString()).with("Cache-Control", "no-store");
    }

    /** Nothing was changed, so a journal that cannot take the event changes nothing for the client; the count is kept. */
    private void record(String peer, String error, String description) {
        long count = flood.admit();
        if (count == 0) {
            return;
        }
        try {
            var _ = journal.append(new AuditEvent.TokenRefused(
                    clocks.now(), Optional.empty(), error, "registration: " + description, peer, count));
        } catch (AuditUnavailableException _) {
            flood.addBack(count);
        }
    }
}
