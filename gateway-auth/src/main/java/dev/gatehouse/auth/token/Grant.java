package dev.gatehouse.auth.token;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a client that proved itself gets a token for what it asks. */
sealed interface Grant permits Grant.Allowed, OAuthError {

    record Allowed(AgentClient client, VirtualServer server, List<String> scopes) implements Grant {}

    /** A virtual server that no bundle grants this agent is refused in the words for one that does not exist. */
    static Grant decide(Revision revision, Issuer issuer, AgentClient client, TokenRequest.WellFormed request) {
        Optional<List<String>> scopes = Scopes.requested(request.scope());
        if (scopes.isEmpty()) {
            return new OAuthError(OAuthError.Code.INVALID_SCOPE, "scope may name: " + String.join(" ", Scopes.ALL));
        }
        if (request.resource().isEmpty()) {
            return new OAuthError(OAuthError.Code.INVALID_TARGET, "resource is missing: the URL of a virtual server");
        }
        Principal agent = new Principal(
                Principal.Kind.AGENT,
                issuer.url(),
                client.agent().value(),
                client.clientId(),
                Set.of(),
                Set.copyOf(scopes.get()),
                Instant.MAX);
        return revision.servers().values().stream()
                .filter(server -> server.audiences().contains(request.resource().get()))
                .filter(server -> revision.governing(agent, server.name()).isPresent())
                .findFirst()
                .<Grant>map(server -> new Allowed(client, server, scopes.get()))
                .orElseGet(() -> new OAuthError(
                        OAuthError.Code.INVALID_TARGET, "resource is not a virtual server that this client may use"));
    }
}
