package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the admin API takes and refuses of agents and keys. */
class AgentRoutesTest {
    private static final String NIGHT = "{\"name\":\"night\",\"bundle\":\"red\"%s}";

    private TestWorld world;
    private Auth auth;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        auth = Auth.open(world.parts());
    }

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void what_is_malformed_is_refused_by_name_and_nothing_is_made() throws Exception {
        for (String more : new String[] {
            ",\"colour\":\"red\"",
            ",\"owner\":7",
            ",\"owner\":\"a\\nb\"",
            ",\"purpose\":\"" + "x".repeat(501) + "\"",
            ",\"expires\":\"tomorrow\"",
            ",\"rotateEvery\":\"90d\"",
            ",\"rotateEvery\":\"PT1H\"",
            ",\"rotateEvery\":\"P400D\""
        }) {
            refused(400, Method.POST, "/api/v1/agents", NIGHT.formatted(more));
        }
        for (String body : new String[] {"", "[]", "{", "{}", "{\"name\":\"Night!\",\"bundle\":\"red\"}"}) {
            refused(400, Method.POST, "/api/v1/agents", body);
        }
        refused(400, Method.POST, "/api/v1/agents/red/keys", "{\"label\":\"x\",\"lifetime\":\"P366D\"}");
        refused(400, Method.POST, "/api/v1/agents/red/keys", "{}");
        refused(404, Method.POST, "/api/v1/agents/Night!/keys", "{\"label\":\"x\"}");
        assertThat(world.journal.events(AuditEvent.Administered.class)).isEmpty();
    }

    @Test
    void what_does_not_fit_what_there_is_is_refused_with_a_reason() throws Exception {
        refused(409, Method.POST, "/api/v1/agents", "{\"name\":\"red\",\"bundle\":\"red\"}");
        refused(409, Method.POST, "/api/v1/agents", "{\"name\":\"night\",\"bundle\":\"nowhere\"}");
        refused(400, Method.POST, "/api/v1/agents", NIGHT.formatted(",\"expires\":\"2001-01-01T00:00:00Z\""));
        refused(404, Method.POST, "/api/v1/agents/night/renewal", "{\"expires\":\"2099-01-01T00:00:00Z\"}");
        refused(409, Method.POST, "/api/v1/agents/red/keys", "{\"label\":\"x\"}");
        send(Method.POST, "/api/v1/agents/red/credentials", "");
        refused(409, Method.POST, "/api/v1/agents/red/keys", "{\"label\":\"x\",\"server\":\"nowhere\"}");
        refused(404, Method.DELETE, "/api/v1/agents/red/keys/0123456789abcdef", "");
        for (int i = 0; i < ApiKeys.KEYS_PER_AGENT_MAX; i++) {
            assertThat(send(Method.POST, "/api/v1/agents/red/keys", "{\"label\":\"x\"}")
                            .status())
                    .isEqualTo(201);
        }
        refused(409, Method.POST, "/api/v1/agents/red/keys", "{\"label\":\"x\"}");
    }

    @Test
    void a_secret_is_shown_once_and_kept_by_no_cache() throws Exception {
        Answer made = send(Method.POST, "/api/v1/agents", NIGHT.formatted(",\"purpose\":\"reports\""));
        Answer key = send(Method.POST, "/api/v1/agents/night/keys", "{\"label\":\"ci\"}");

        assertThat(made.headers()).contains(Map.entry("Cache-Control", "no-store"));
        assertThat(key.headers()).contains(Map.entry("Cache-Control", "no-store"));
        String secret = TestWorld.json(made).text("clientSecret").orElseThrow();
        String shown = TestWorld.json(key).text("key").orElseThrow();
        String listed = TestWorld.json(send(Method.GET, "/api/v1/agents", "")).toString()
                + TestWorld.json(send(Method.GET, "/api/v1/agents/night/keys", ""));
        assertThat(listed)
                .contains("\"purpose\":\"reports\"", "\"label\":\"ci\"")
                .doesNotContain(secret, shown);
    }

    private void refused(int status, Method method, String path, String body) throws Exception {
        Answer answer = send(method, path, body);
        Json json = TestWorld.json(answer);
        assertThat(answer.status()).as(body + json).isEqualTo(status);
        assertThat(json.text("type")).isPresent();
        assertThat(json.text("detail")).isPresent();
    }

    private Answer send(Method method, String path, String body) throws Exception {
        return TestWorld.send(
                auth.adminApi(_ -> true, List.of()).endpoints(),
                method,
                path,
                Map.of("authorization", List.of("the machine")),
                body);
    }
}
