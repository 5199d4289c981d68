package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final String GOOD = """
            {"client_name":"My Agent","redirect_uris":["http://127.0.0.1:4711/callback"],
             "token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"scope":"read:tools","application_type":"native",
             "logo_uri":"https://169.254.169.254/","software_id":"x","unheard_of":{"a":[1]}}""";

    private TestWorld world;
    private ClientDirectory clients;
    private Endpoint.Handler endpoint;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        clients = world.clientele(world.roster(), new Fetcher(Set::of, world.clock.clocks()))
                .directory();
        endpoint = clients.endpoints().getFirst().handler();
    }

    @Test
    void a_public_client_registers_and_is_known_to_every_gateway() throws Exception {
        Answer answer = register(GOOD);

        Json body = TestWorld.json(answer);
        String id = body.text("client_id").orElseThrow();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).contains(Map.entry("Cache-Control", "no-store"));
        assertThat(body.member("client_secret")).isEmpty();
        assertThat(body.text("client_name")).hasValue("My Agent");
        assertThat(body.text("token_endpoint_auth_method")).hasValue("none");
        assertThat(body.member("grant_types").orElseThrow())
                .isEqualTo(Json.ofStrings(List.of("authorization_code", "refresh_token")));
        assertThat(body.member("client_id_issued_at").orElseThrow().integer())
                .hasValue(world.clock.now().getEpochSecond());

        ClientDirectory elsewhere = world.clientele(world.roster(), new Fetcher(Set::of, world.clock.clocks()))
                .directory();
        assertThat(found(elsewhere, id)).satisfies(client -> {
            assertThat(client.origin()).isEqualTo(OAuthClient.Origin.DYNAMIC);
            assertThat(client.redirectUris()).containsExactly("http://127.0.0.1:4711/callback");
            assertThat(client.authMethods()).containsExactly(AuthMethod.NONE);
        });
        assertThat(world.journal.events(AuditEvent.Administered.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.action()).isEqualTo("client.register");
                    assertThat(event.object()).isEqualTo(id);
                    assertThat(event.detail()).contains("My Agent").contains("http://127.0.0.1:4711/callback");
                });
    }

    @Test
    void a_client_that_wants_a_secret_sees_it_once_and_the_trail_never_does() throws Exception {
        Json body = TestWorld.json(register("{\"redirect_uris\":[\"https://app.example/cb\"]}"));

        String secret = body.text("client_secret").orElseThrow();
        assertThat(secret).hasSizeGreaterThan(40);
        assertThat(body.member("client_secret_expires_at").orElseThrow().integer())
                .hasValue(0);
        assertThat(body.text("token_endpoint_auth_method")).hasValue("client_secret_basic");
        assertThat(found(clients, body.text("client_id").orElseThrow()).secret())
                .hasValueSatisfying(known -> assertThat(known.toString()).doesNotContain(secret));
        assertThat(world.journal.events().toString()).doesNotContain(secret);
    }

    @Test
    void bad_metadata_is_refused_in_the_words_of_the_rfc() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("", "invalid_client_metadata");
        table.put("[]", "invalid_redirect_uri");
        table.put("{}", "invalid_redirect_uri");
        table.put("{\"redirect_uris\":[]}", "invalid_redirect_uri");
        table.put("{\"redirect_uris\":\"https://app.example/cb\"}", "invalid_redirect_uri");
        table.put("{\"redirect_uris\":[1]}", "invalid_redirect_uri");
        table.put("{\"redirect_uris\":[\"http://app.example/cb\"]}", "invalid_redirect_uri");
        table.put("{\"redirect_uris\":[\"https://app.example/cb\",\"javascript:1\"]}", "invalid_redirect_uri");
        table.put(
                "{\"redirect_uris\":[" + "\"https://a.example/\",".repeat(10) + "\"https://a.example/\"]}",
                "invalid_redirect_uri");
        table.put(with("\"client_name\":7"), "invalid_client_metadata");
        table.put(with("\"client_name\":\" \""), "invalid_client_metadata");
        table.put(with("\"client_name\":\"a\\nb\""), "invalid_client_metadata");
        table.put(with("\"client_name\":\"a\\u202eb\""), "invalid_client_metadata");
        table.put(with("\"client_name\":\"" + "x".repeat(101) + "\""), "invalid_client_metadata");
        table.put(with("\"grant_types\":[\"client_credentials\"]"), "invalid_client_metadata");
        table.put(with("\"grant_types\":\"authorization_code\""), "invalid_client_metadata");
        table.put(with("\"response_types\":[\"token\"]"), "invalid_client_metadata");
        table.put(with("\"token_endpoint_auth_method\":\"client_secret_jwt\""), "invalid_client_metadata");
        table.put(with("\"token_endpoint_auth_method\":null"), "invalid_client_metadata");
        table.put(with("\"token_endpoint_auth_method\":\"private_key_jwt\""), "invalid_client_metadata");
        table.put(with("\"jwks\":{\"keys\":[]}"), "invalid_client_metadata");
        table.put(with("\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"), "invalid_client_metadata");
        table.put(with("\"jwks_uri\":\"http://app.example/jwks\""), "invalid_client_metadata");
        table.put(with("\"jwks_uri\":\"https://a.example/j\",\"jwks\":{\"keys\":[]}"), "invalid_client_metadata");
        table.put("[".repeat(10_000), "invalid_client_metadata");

        int i = 0;
        for (Map.Entry<String, String> row : table.entrySet()) {
            Answer answer = register(row.getKey(), "192.0.2." + i++);
            assertThat(answer.status()).as(row.getKey()).isEqualTo(400);
            assertThat(TestWorld.json(answer).text("error")).as(row.getKey()).hasValue(row.getValue());
        }
        assertThat(world.journal.events(AuditEvent.TokenRefused.class)).hasSize(table.size());
        assertThat(world.journal.events(AuditEvent.Administered.class)).isEmpty();
    }

    @Test
    void a_registration_that_nobody_uses_is_forgotten_and_one_in_use_stays() throws Exception {
        String unused = id(register(GOOD));
        String used = id(register(GOOD));
        clients.used(found(clients, used));

        world.clock.advance(Duration.ofDays(29));
        assertThat(clients.find(unused, "peer")).isInstanceOf(ClientLookup.Found.class);
        assertThat(clients.find(used, "peer")).isInstanceOf(ClientLookup.Found.class);
        world.clock.advance(Duration.ofDays(2));
        assertThat(clients.find(unused, "peer")).isInstanceOf(ClientLookup.Unknown.class);
        assertThat(clients.find(used, "peer")).isInstanceOf(ClientLookup.Found.class);
        clients.sweep();
        assertThat(rows()).isEqualTo(1);
        world.clock.advance(Duration.ofDays(31));
        assertThat(clients.find(used, "peer")).isInstanceOf(ClientLookup.Unknown.class);
        clients.sweep();
        assertThat(rows()).isZero();
    }

    @Test
    void there_are_never_too_many_and_those_in_use_do_not_give_way() throws Exception {
        world.execute(
                "INSERT INTO auth.dynamic_client (client_id, name, redirect_uris, auth_method, created_at, used_at)"
                        + " SELECT 'ghc_' || n, 'x', '{}', 'none', timestamptz '2026-11-20 11:59Z', timestamptz '2026-11-20 11:59Z'"
                        + " FROM generate_series(2, " + DynamicClients.CLIENTS_MAX + ") n");
        String last = id(register(GOOD));

        assertThat(register(GOOD).status()).isEqualTo(503);
        world.clock.advance(DynamicClients.ABANDONED_AFTER.plusSeconds(1));
        String next = id(register(GOOD));
        assertThat(clients.find(last, "peer")).isInstanceOf(ClientLookup.Unknown.class);
        clients.used(found(clients, next));
        world.clock.advance(DynamicClients.ABANDONED_AFTER.plusSeconds(1));

        Answer full = register(GOOD);
        assertThat(full.status()).isEqualTo(503);
        assertThat(TestWorld.json(full).text("error")).hasValue("temporarily_unavailable");
        assertThat(full.headers()).contains(Map.entry("Retry-After", "30"));
        assertThat(rows()).isEqualTo(DynamicClients.CLIENTS_MAX);
    }

    @Test
    void one_address_cannot_register_without_end() {
        for (int i = 0; i < RegistrationEndpoint.PER_PEER_MAX; i++) {
            assertThat(register(GOOD, "192.0.2.7").status()).isEqualTo(201);
        }
        assertThat(register(GOOD, "192.0.2.7").status()).isEqualTo(429);
        assertThat(register(GOOD, "192.0.2.8").status()).isEqualTo(201);
        world.clock.advance(RegistrationEndpoint.ANOTHER_EACH);
        assertThat(register(GOOD, "192.0.2.7").status()).isEqualTo(201);
        assertThat(register(GOOD, "192.0.2.7").status()).isEqualTo(429);
    }

    @Test
    void nothing_is_registered_that_cannot_be_recorded() throws Exception {
        world.journal.neverDurable(true);
        assertThat(register(GOOD).status()).isEqualTo(503);
        world.journal.neverDurable(false);
        world.journal.refuseEverything(true);
        assertThat(register(GOOD).status()).isEqualTo(503);
        assertThat(rows()).isZero();
    }

    @Test
    void the_operator_can_close_the_door_and_take_back_a_scheme() throws Exception {
        String cursor = id(register("{\"redirect_uris\":[\"cursor://x/cb\"],\"token_endpoint_auth_method\":\"none\"}"));
        var all = Registration.DEFAULT;
        world.trust(new Trust(
                List.of(),
                List.of(),
                List.of(),
                new Registration(false, all.unusedFor(), false, List.of(), Set.of()),
                Trust.NONE.lifetimes()));

        assertThat(register(GOOD).status()).isEqualTo(403);
        OAuthClient client = found(clients, cursor);
        assertThat(clients.redirectUri(client, Optional.of("cursor://x/cb"))).isEmpty();
        assertThat(clients.find("https://client.example/client.json", "peer")).isInstanceOf(ClientLookup.Unknown.class);
    }

    private static String with(String member) {
        return "{\"redirect_uris\":[\"https://app.example/cb\"]," + member + "}";
    }

    private static OAuthClient found(ClientDirectory clients, String id) {
        return ((ClientLookup.Found) clients.find(id, "peer")).client();
    }

    private static String id(Answer answer) throws Exception {
        return TestWorld.json(answer).text("client_id").orElseThrow();
    }

    private int rows() throws Exception {
        try (var connection = world.database.getConnection();
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM auth.dynamic_client")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Answer register(String body) {
        return register(body, "192.0.2.200");
    }

    private Answer register(String body, String peer) {
        try {
            return endpoint.handle(new Request(
                    Endpoint.Method.POST,
                    ClientDirectory.REGISTER_PATH,
                    Map.of(),
                    "",
                    Map.of("content-type", List.of("application/json")),
                    body.getBytes(StandardCharsets.UTF_8),
                    peer));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
