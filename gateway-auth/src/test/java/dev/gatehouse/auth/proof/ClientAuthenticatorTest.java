package dev.gatehouse.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientAuthenticatorTest {
    private static final String PEER = "192.0.2.7";

    private TestWorld world;
    private ClientAuthenticator authenticator;
    private AgentCredentials credentials;
    private CredentialChange.Issued red;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        AgentRoster roster = world.roster();
        credentials = world.credentials(roster);
        red = (CredentialChange.Issued) credentials.create(TestWorld.RED, "test");
        authenticator = world.authenticator(roster);
    }

    @Test
    void guessing_is_slowed_down_and_locks_nobody_else_out() throws Exception {
        var blue = (CredentialChange.Issued) credentials.create(TestWorld.BLUE, "test");
        for (int i = 0; i < Attempts.KNOWN_CLIENT_MAX; i++) {
            assertThat(problem(PEER, red.clientId(), "guess")).isEqualTo(ClientCheck.Problem.NOT_PROVED);
        }
        assertThat(problem(PEER, red.clientId(), "guess")).isEqualTo(ClientCheck.Problem.TOO_MANY_ATTEMPTS);
        assertThat(problem(PEER, red.clientId(), secret(red))).isEqualTo(ClientCheck.Problem.TOO_MANY_ATTEMPTS);
        assertThat(check("192.0.2.99", red.clientId(), secret(red))).isInstanceOf(ClientCheck.Agent.class);
        assertThat(check(PEER, blue.clientId(), secret(blue))).isInstanceOf(ClientCheck.Agent.class);

        world.clock.advance(Attempts.FORGIVEN_EACH);
        assertThat(check(PEER, red.clientId(), secret(red))).isInstanceOf(ClientCheck.Agent.class);
    }

    @Test
    void inventing_client_ids_is_slowed_down_per_address() {
        for (int i = 0; i < Attempts.UNKNOWN_CLIENTS_MAX; i++) {
            String invented = (i % 2 == 0 ? "gha_" : "") + i;
            assertThat(problem(PEER, invented, "guess")).isEqualTo(ClientCheck.Problem.NOT_PROVED);
        }
        assertThat(problem(PEER, "gha_new", "guess")).isEqualTo(ClientCheck.Problem.TOO_MANY_ATTEMPTS);
        assertThat(problem(PEER, "new", "guess")).isEqualTo(ClientCheck.Problem.TOO_MANY_ATTEMPTS);
        assertThat(check(PEER, red.clientId(), secret(red))).isInstanceOf(ClientCheck.Agent.class);
    }

    private ClientCheck.Problem problem(String peer, String clientId, String secret) {
        return ((ClientCheck.Refused) check(peer, clientId, secret)).problem();
    }

    private ClientCheck check(String peer, String clientId, String secret) {
        Map<String, List<String>> headers = Map.of("authorization", List.of(TestWorld.basic(clientId, secret)));
        return authenticator.check(
                new Request(Endpoint.Method.POST, "/oauth/token", Map.of(), "", headers, new byte[0], peer),
                Form.parse(""));
    }

    private static String secret(CredentialChange.Issued client) {
        return client.secret().value();
    }
}
