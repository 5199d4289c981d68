package dev.gatehouse.auth;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuthTest {
    private static final Set<String> BLUE_AUDIENCES = Set.of(TestWorld.BLUE_MCP);

    @Test
    void an_agents_token_proves_the_agent_at_its_own_virtual_server_only() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            AccessToken token = token(auth, issue(auth, "red"), TestWorld.RED_MCP);

            assertThat(auth.authenticator().authenticate(token, TestWorld.RED_AUDIENCES))
                    .isInstanceOfSatisfying(Authentication.Authenticated.class, known -> {
                        Principal principal = known.principal();
                        assertThat(principal.kind()).isEqualTo(Principal.Kind.AGENT);
                        assertThat(principal.agent()).hasValue(TestWorld.RED);
                        assertThat(principal.issuer()).isEqualTo("https://gw.test");
                        assertThat(principal.scopes()).containsOnly("read:tools", "execute:tools");
                    });
            assertThat(accepted(auth, token, Set.of(TestWorld.RED_SSE))).isFalse();
            assertThat(accepted(auth, token, BLUE_AUDIENCES)).isFalse();
            assertThat(accepted(auth, token, Set.of())).isFalse();
        }
    }

    @Test
    void a_token_ends_when_its_time_is_over_also_out_of_the_cache() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            AccessToken token = token(auth, issue(auth, "red"), TestWorld.RED_MCP);

            world.clock.advance(Duration.ofMinutes(10).plusSeconds(29));
            assertThat(accepted(auth, token, TestWorld.RED_AUDIENCES)).isTrue();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(accepted(auth, token, TestWorld.RED_AUDIENCES)).isFalse();
        }
    }

    @Test
    void revocation_ends_tokens_here_at_once_and_elsewhere_soon() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth here = Auth.open(world.parts());
                Auth elsewhere = Auth.open(world.parts())) {
            CredentialChange.Issued red = issue(here, "red");
            CredentialChange.Issued blue = issue(here, "blue");
            AccessToken redToken = token(here, red, TestWorld.RED_MCP);
            AccessToken blueToken = token(here, blue, TestWorld.BLUE_MCP);
            until(
                    "both are known elsewhere",
                    () -> accepted(elsewhere, redToken, TestWorld.RED_AUDIENCES)
                            && accepted(elsewhere, blueToken, BLUE_AUDIENCES));

            assertThat(admin(here, Endpoint.Method.DELETE, "/api/v1/agents/red/credentials")
                            .status())
                    .isEqualTo(200);

            assertThat(accepted(here, redToken, TestWorld.RED_AUDIENCES)).isFalse();
            assertThat(AuthRefresh.ROSTERS_EACH).as("without a notice, too").isLessThan(Duration.ofSeconds(5));
            AtomicBoolean blueStayed = new AtomicBoolean(true);
            until("red is out elsewhere too", () -> {
                blueStayed.compareAndSet(true, accepted(elsewhere, blueToken, BLUE_AUDIENCES));
                return !accepted(elsewhere, redToken, TestWorld.RED_AUDIENCES);
            });
            assertThat(blueStayed).isTrue();
            for (Auth auth : List.of(here, elsewhere)) {
                assertThat(TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP)
                                .status())
                        .isEqualTo(401);
                assertThat(TestWorld.token(auth.endpoints(), blue, TestWorld.BLUE_MCP)
                                .status())
                        .isEqualTo(200);
            }

            issue(here, "red");
            assertThat(accepted(here, redToken, TestWorld.RED_AUDIENCES)).isFalse();
        }
    }

    @Test
    void while_the_database_is_down_known_agents_get_tokens_and_revoked_ones_stay_revoked() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance()) {
            TestWorld world = TestWorld.on(server.fresh());
            try (Auth auth = Auth.open(world.parts())) {
                CredentialChange.Issued red = issue(auth, "red");
                CredentialChange.Issued blue = issue(auth, "blue");
                AccessToken revoked = token(auth, red, TestWorld.RED_MCP);
                auth.credentials().revoke(TestWorld.RED, "test");

                server.stop();

                assertThat(TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP)
                                .status())
                        .isEqualTo(401);
                assertThat(accepted(auth, revoked, TestWorld.RED_AUDIENCES)).isFalse();
                assertThat(accepted(auth, token(auth, blue, TestWorld.BLUE_MCP), BLUE_AUDIENCES))
                        .isTrue();
                Answer refused = admin(auth, Endpoint.Method.DELETE, "/api/v1/agents/blue/credentials");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(TestWorld.json(refused).text("type"))
                        .hasValue("urn:gatehouse:problem:temporarily-unavailable");
                assertThat(auth.agents().list()).hasSize(2);

                server.restart();

                assertThat(admin(auth, Endpoint.Method.DELETE, "/api/v1/agents/blue/credentials")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void a_database_that_hangs_holds_up_neither_tokens_nor_their_verification() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance()) {
            TestWorld world = TestWorld.on(server.fresh());
            try (Auth auth = Auth.open(world.parts())) {
                CredentialChange.Issued red = issue(auth, "red");
                server.pause();
                try {
                    long start = System.nanoTime();
                    for (int i = 0; i < 20; i++) {
                        assertThat(accepted(auth, token(auth, red, TestWorld.RED_MCP), TestWorld.RED_AUDIENCES))
                                .isTrue();
                    }
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
                } finally {
                    server.resume();
                }
            }
        }
    }

    @Test
    void a_change_made_by_another_process_is_seen_while_this_one_runs() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            AgentCredentials offline = world.credentials(world.roster());
            var red = (CredentialChange.Issued) offline.create(TestWorld.RED, "cli");

            eventually(() -> assertThat(status(auth, red)).isEqualTo(200));
            offline.revoke(TestWorld.RED, "cli");
            eventually(() -> assertThat(status(auth, red)).isEqualTo(401));
        }
    }

    @Test
    void the_admin_routes_issue_rotate_list_and_revoke() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            Answer created = admin(auth, Endpoint.Method.POST, "/api/v1/agents/red/credentials");
            Answer rotated = admin(auth, Endpoint.Method.POST, "/api/v1/agents/red/rotation");
            Answer listed = admin(auth, Endpoint.Method.GET, "/api/v1/agents");
            Answer revoked = admin(auth, Endpoint.Method.DELETE, "/api/v1/agents/red/credentials");

            assertThat(List.of(created.status(), rotated.status(), listed.status(), revoked.status()))
                    .containsExactly(201, 201, 200, 200);
            Json first = TestWorld.json(created);
            assertThat(first.members()).containsOnlyKeys("clientId", "clientSecret");
            assertThat(TestWorld.json(rotated).text("clientId")).isEqualTo(first.text("clientId"));
            assertThat(TestWorld.json(rotated).text("previousSecretUntil")).isPresent();
            assertThat(new String(listed.body(), StandardCharsets.UTF_8))
                    .contains("\"name\":\"red\",\"state\":\"active\"", "\"name\":\"blue\",\"state\":\"no_credentials\"")
                    .doesNotContain(first.text("clientSecret").orElseThrow(), "ghs_");
            assertThat(admin(auth, Endpoint.Method.POST, "/api/v1/agents/red/rotation")
                            .status())
                    .isEqualTo(409);
            for (String name : List.of("nobody", "Red", "..", "%2e%2e", "r".repeat(65))) {
                assertThat(admin(auth, Endpoint.Method.POST, "/api/v1/agents/" + name + "/credentials")
                                .status())
                        .as(name)
                        .isEqualTo(404);
            }
            world.journal.refuseEverything(true);
            assertThat(admin(auth, Endpoint.Method.POST, "/api/v1/agents/red/credentials")
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void agents_are_administered_on_the_admin_listener_only() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            assertThat(auth.endpoints())
                    .hasSizeGreaterThan(8)
                    .allMatch(endpoint -> endpoint.on() == Endpoint.Listener.PUBLIC)
                    .allMatch(endpoint -> endpoint.guard() == Endpoint.Guard.PUBLIC);
            assertThat(auth.adminApi(_ -> true, List.of()).endpoints())
                    .hasSizeGreaterThan(8)
                    .allMatch(endpoint -> endpoint.on() == Endpoint.Listener.ADMIN)
                    .filteredOn(endpoint -> endpoint.path().toString().startsWith("/api/"))
                    .allMatch(endpoint -> endpoint.guard() == Endpoint.Guard.ADMIN);
        }
    }

    @Test
    void metadata_leads_from_a_resource_to_the_token_endpoint_and_the_keys() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            for (String url : TestWorld.RED_AUDIENCES) {
                String path = url.substring("https://gw.test".length());
                Json resource = get(auth, "/.well-known/oauth-protected-resource" + path);
                assertThat(resource.text("resource")).hasValue(url);
                assertThat(resource.member("authorization_servers")).hasToString("Optional[[\"https://gw.test\"]]");
            }
            for (String place : List.of("oauth-authorization-server", "openid-configuration")) {
                Json server = get(auth, "/.well-known/" + place);
                assertThat(server.text("issuer")).hasValue("https://gw.test");
                assertThat(server.text("token_endpoint")).hasValue("https://gw.test/oauth/token");
                assertThat(server.text("registration_endpoint")).hasValue("https://gw.test/oauth/register");
                assertThat(server.text("jwks_uri")).hasValue("https://gw.test/oauth/jwks");
                assertThat(server.toString())
                        .contains(
                                "\"code_challenge_methods_supported\":[\"S256\"]",
                                "\"response_types_supported\":[\"code\"]",
                                "\"client_id_metadata_document_supported\":true",
                                "\"offline_access\"",
                                "[\"none\",\"client_secret_basic\",\"client_secret_post\",\"private_key_jwt\"]");
            }
            assertThat(get(auth, "/oauth/jwks").member("keys").orElseThrow().elements())
                    .singleElement()
                    .satisfies(key ->
                            assertThat(key.members()).containsOnlyKeys("kty", "crv", "x", "y", "kid", "use", "alg"));
        }
    }

    @Test
    void metadata_names_no_endpoint_that_is_not_there_and_default_paths_lead_to_the_same() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            Map<String, Endpoint.Handler> handlers = auth.endpoints().stream()
                    .filter(endpoint -> endpoint.on() == Endpoint.Listener.PUBLIC)
                    .collect(
                            Collectors.toMap(endpoint -> endpoint.method() + " " + endpoint.path(), Endpoint::handler));
            Json server = get(auth, "/.well-known/oauth-authorization-server");
            server.members().forEach((name, value) -> {
                if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                    String path = value.string().orElseThrow().substring("https://gw.test".length());
                    assertThat(handlers.containsKey("GET " + path) || handlers.containsKey("POST " + path))
                            .as(name)
                            .isTrue();
                }
            });
            assertThat(handlers.get("GET /authorize")).isNotNull().isSameAs(handlers.get("GET /oauth/authorize"));
            assertThat(handlers.get("POST /token")).isNotNull().isSameAs(handlers.get("POST /oauth/token"));
            assertThat(handlers.get("POST /register")).isNotNull().isSameAs(handlers.get("POST /oauth/register"));

            Registration open = Registration.DEFAULT;
            world.trust(new Trust(
                    List.of(),
                    List.of(),
                    List.of(),
                    new Registration(false, open.unusedFor(), false, List.of(), Set.of()),
                    Trust.NONE.lifetimes()));
            Json closed = get(auth, "/.well-known/oauth-authorization-server");
            assertThat(closed.member("registration_endpoint")).isEmpty();
            assertThat(closed.member("client_id_metadata_document_supported")
                            .orElseThrow()
                            .bool())
                    .hasValue(false);
        }
    }

    @Test
    void metadata_does_not_tell_which_virtual_servers_exist() throws Exception {
        TestWorld world = TestWorld.fresh();
        try (Auth auth = Auth.open(world.parts())) {
            String known = get(auth, "/.well-known/oauth-protected-resource/vmcp/red/mcp")
                    .toString();
            String unknown = get(auth, "/.well-known/oauth-protected-resource/vmcp/none/mcp")
                    .toString();

            assertThat(unknown).isEqualTo(known.replace("/red/", "/none/"));
            assertThat(send(auth, "/.well-known/oauth-protected-resource/vmcp/%3Cscript%3E/mcp")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static CredentialChange.Issued issue(Auth auth, String agent) throws Exception {
        return (CredentialChange.Issued) auth.credentials().create(new AgentName(agent), "test");
    }

    private static AccessToken token(Auth auth, CredentialChange.Issued client, String resource) throws Exception {
        Answer answer = TestWorld.token(auth.endpoints(), client, resource);
        assertThat(answer.status()).isEqualTo(200);
        return new AccessToken(TestWorld.json(answer).text("access_token").orElseThrow());
    }

    private static int status(Auth auth, CredentialChange.Issued client) {
        try {
            return TestWorld.token(auth.endpoints(), client, TestWorld.RED_MCP).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean accepted(Auth auth, AccessToken token, Set<String> audiences) {
        return auth.authenticator().authenticate(token, audiences) instanceof Authentication.Authenticated;
    }

    private static Answer admin(Auth auth, Endpoint.Method method, String path) throws Exception {
        return TestWorld.send(
                auth.adminApi(_ -> true, List.of()).endpoints(),
                method,
                path,
                Map.of("authorization", List.of("the machine")),
                "");
    }

    private static Answer send(Auth auth, String path) throws Exception {
        return TestWorld.send(auth.endpoints(), Endpoint.Method.GET, path, Map.of(), "");
    }

    private static Json get(Auth auth, String path) throws Exception {
        Answer answer = send(auth, path);
        assertThat(answer.status()).isEqualTo(200);
        return TestWorld.json(answer);
    }
}
