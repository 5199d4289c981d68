package dev.gatehouse.auth.proof;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.client.ClientKeys;
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
    private final ClientAssertions assertions;
    private final Attempts attempts;
    private final Clocks clocks;

    public ClientAuthenticator(AgentRoster roster, Clients clients, ClientAssertions assertions, Clocks clocks) {
        this.roster = roster;
        this.clients = clients;
        this.assertions = assertions;
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
        if (!attempts.allows(source)) {
            return ClientCheck.Refused.tooMany(clientId);
        }
        return counted(
                source,
                switch (proof) {
                    case ClientProof.Secret secret -> proved(clientId, roster.authenticate(clientId, secret.secret()));
                    case ClientProof.Assertion assertion -> agent(assertion, peer);
                    case ClientProof.Named _ -> ClientCheck.Refused.notProved(clientId, "no proof");
                });
    }

    private ClientCheck agent(ClientProof.Assertion assertion, String peer) {
        ClientKeys keys = roster.jwks(assertion.clientId())
                .<ClientKeys>map(ClientKeys.Inline::new)
                .orElseGet(ClientKeys.None::new);
        Optional<ClientCheck.Refused> problem = assertions.problem(assertion, keys, peer);
        return problem.isPresent() ? problem.get() : proved(assertion.clientId(), roster.live(assertion.clientId()));
    }

    private ClientCheck proved(String clientId, Optional<AgentClient> agent) {
        return agent.<ClientCheck>map(ClientCheck.Agent::new)
                .orElseGet(() -> ClientCheck.Refused.notProved(clientId, roster.whyNot(clientId)));
    }

    private ClientCheck client(ClientProof.Presented proof, String peer) {
        String clientId = proof.clientId();
        ClientLookup lookup = clients.find(clientId, peer);
        var source = new Attempts.Source(peer, clientId, lookup instanceof ClientLookup.Found);
        if (!attempts.allows(source)) {
            return ClientCheck.Refused.tooMany(clientId);
        }
        return switch (lookup) {
            case ClientLookup.Found found -> counted(source, client(proof, found.client(), peer));
            case ClientLookup.Unknown unknown ->
                counted(source, ClientCheck.Refused.notProved(clientId, "unknown client: " + unknown.why()));
            case ClientLookup.Unavailable away -> ClientCheck.Refused.unavailable(clientId, away.why());
        };
    }

    private ClientCheck client(ClientProof.Presented proof, OAuthClient client, String peer) {
        if (!client.authMethods().contains(proof.method())) {
            return ClientCheck.Refused.notProved(client.clientId(), "another way of proof than was agreed");
        }
        Optional<ClientCheck.Refused> problem = switch (proof) {
            case ClientProof.Named _ -> Optional.empty();
            case ClientProof.Secret secret -> wrong(secret, client);
            case ClientProof.Assertion assertion -> assertions.problem(assertion, client.keys(), peer);
        };
        return problem.isPresent() ? problem.get() : new ClientCheck.Client(client);
    }

    private Optional<ClientCheck.Refused> wrong(ClientProof.Secret secret, OAuthClient client) {
        byte[] presented = secret.secret().sha256();
        return client.secret()
                        .filter(known -> known.matches(presented, clocks.now()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(ClientCheck.Refused.notProved(client.clientId(), "wrong secret"));
    }

    private ClientCheck counted(Attempts.Source source, ClientCheck check) {
        if (check instanceof ClientCheck.Refused refused && refused.problem() == ClientCheck.Problem.NOT_PROVED) {
            attempts.failed(source);
        }
        return check;
    }
}
