package dev.gatehouse.auth.proof;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.client.ClientLookup;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.util.Optional;

/** Finds out which client speaks. Agents are known in memory; for others the database or their document may be asked. */
public final class ClientAuthenticator {
    private final AgentRoster roster;
    private final Clients clients;
    private final Attempts attempts;
    private final Clocks clocks;

    public ClientAuthenticator(AgentRoster roster, Clients clients, Clocks clocks) {
        this.roster = roster;
        this.clients = clients;
        this.attempts = new Attempts(clocks);
        this.clocks = clocks;
    }

    /**
     * @param request its {@code Authorization} header is looked at, and its peer is who is slowed down
     * @param form its body
     */
    public ClientCheck check(Request request, Form form) {
        return switch (ClientProof.read(request, form)) {
            case ClientCheck.Refused refused -> refused;
            case ClientProof.Presented proof ->
                AgentClient.isId(proof.clientId()) ? agent(proof, request.peer()) : client(proof, request.peer());
        };
    }

    private ClientCheck agent(ClientProof.Presented proof, String peer) {
        String clientId = proof.clientId();
        var source = new Attempts.Source(peer, clientId, roster.knows(clientId));
        return attempts.allows(source) ? counted(source, agent(proof)) : ClientCheck.Refused.tooMany(clientId);
    }

    private ClientCheck agent(ClientProof.Presented proof) {
        Optional<AgentClient> client = proof instanceof ClientProof.Secret secret
                ? roster.authenticate(secret.clientId(), secret.secret())
                : Optional.empty();
        return client.<ClientCheck>map(ClientCheck.Agent::new)
                .orElseGet(() -> ClientCheck.Refused.notProved(proof.clientId(), roster.whyNot(proof.clientId())));
    }

    private ClientCheck client(ClientProof.Presented proof, String peer) {
        ClientLookup lookup = clients.find(proof.clientId(), peer);
        var source = new Attempts.Source(peer, proof.clientId(), lookup instanceof ClientLookup.Found);
        if (!attempts.allows(source)) {
            return ClientCheck.Refused.tooMany(proof.clientId());
        }
        return switch (lookup) {
            case ClientLookup.Found(OAuthClient client) -> counted(source, client(proof, client));
            case ClientLookup.Unknown(String why) ->
                counted(source, ClientCheck.Refused.notProved(proof.clientId(), "unknown client: " + why));
            case ClientLookup.Unavailable(String why) -> ClientCheck.Refused.unavailable(proof.clientId(), why);
        };
    }

    private ClientCheck client(ClientProof.Presented proof, OAuthClient client) {
        boolean proved = switch (proof) {
            case ClientProof.Named _ -> client.authMethods().contains(OAuthClient.AuthMethod.NONE);
            case ClientProof.Secret secret ->
                client.authMethods().contains(secret.method())
                        && client.secret()
                                .filter(known -> known.matches(secret.secret().sha256(), clocks.now()))
                                .isPresent();
            case ClientProof.Assertion _ -> false;
        };
        return proved
                ? new ClientCheck.Client(client)
                : ClientCheck.Refused.notProved(client.clientId(), "wrong secret, or another way than agreed");
    }

    private ClientCheck counted(Attempts.Source source, ClientCheck check) {
        if (check instanceof ClientCheck.Refused refused && refused.problem() == ClientCheck.Problem.NOT_PROVED) {
            attempts.failed(source);
        }
        return check;
    }
}
