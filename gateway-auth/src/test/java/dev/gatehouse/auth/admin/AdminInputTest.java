package dev.gatehouse.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is malformed is refused with its place, and what cannot be kept or recorded is not done. */
class AdminInputTest {

    @Test
    void each_mistake_in_a_body_is_named_with_its_place() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            for (var mistake : Map.ofEntries(
                            Map.entry("{\"name\":\"n\",\"bundle\":\"red\",\"colour\":\"x\"}", "/colour"),
                            Map.entry("{\"name\":\"n\"}", "/bundle"),
                            Map.entry("{\"name\":7,\"bundle\":\"red\"}", "/name"),
                            Map.entry("{\"name\":\"N N\",\"bundle\":\"red\"}", "/name"),
                            Map.entry("{\"name\":\"n\",\"bundle\":null}", "/bundle"),
                            Map.entry("{\"name\":\"n\",\"bundle\":\"../x\"}", "/bundle"),
                            Map.entry("{\"name\":\"n\",\"bundle\":\"red\",\"owner\":\" \"}", "/owner"),
                            Map.entry("{\"name\":\"n\",\"bundle\":\"red\",\"purpose\":\"a\\nb\"}", "/purpose"),
                            Map.entry("{\"name\":\"n\",\"bundle\":\"red\",\"expires\":\"tomorrow\"}", "/expires"),
                            Map.entry(
                                    "{\"name\":\"n\",\"bundle\":\"red\",\"expires\":\"+99999-01-01T00:00:00Z\"}",
                                    "/expires"),
                            Map.entry("{\"name\":\"n\",\"bundle\":\"red\",\"rotateEvery\":\"PT1S\"}", "/rotateEvery"),
                            Map.entry(
                                    "{\"name\":\"n\",\"bundle\":\"red\",\"owner\":\"" + "o".repeat(501) + "\"}",
                                    "/owner"),
                            Map.entry("{\"name\":\"n\",\"name\":\"m\",\"bundle\":\"red\"}", ""),
                            Map.entry("[]", ""),
                            Map.entry("{\"name\":", ""),
                            Map.entry("\u0000", ""))
                    .entrySet()) {
                Answer answer = world.ask("machine", Method.POST, "/agents", mistake.getKey());
                assertThat(answer.status()).as(mistake.getKey()).isEqualTo(400);
                Json problem = Json.read(answer.body());
                assertThat(problem.text("place")).as(mistake.getKey()).hasValue(mistake.getValue());
                assertThat(problem.text("detail")).isPresent();
                assertThat(problem.text("type")).hasValue("urn:gatehouse:problem:malformed-request");
            }
            assertThat(world.auth.agents().list()).hasSize(3);
        }
    }

    @Test
    void each_mistake_in_a_query_is_named_with_its_place() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            for (var mistake : Map.of(
                            "limit=0",
                            "?limit",
                            "limit=1001",
                            "?limit",
                            "limit=ten",
                            "?limit",
                            "limit=-1",
                            "?limit",
                            "cursor=%2B%2B",
                            "?cursor",
                            "cursor=" + "A".repeat(3_000),
                            "?cursor",
                            "colour=red",
                            "?colour",
                            "limit=1&limit=2",
                            "?",
                            "state=%zz",
                            "?")
                    .entrySet()) {
                Answer answer = world.get("machine", "/agents?" + mistake.getKey());
                assertThat(answer.status()).as(mistake.getKey()).isEqualTo(400);
                assertThat(Json.read(answer.body()).text("place")).hasValue(mistake.getValue());
            }
            assertThat(world.get("machine", "/agents/red?limit=5").status())
                    .as("a route without pages")
                    .isEqualTo(400);
        }
    }

    @Test
    void a_path_that_names_nothing_is_not_found_whatever_it_is_made_of() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            for (String path : List.of(
                    "/agents/none",
                    "/agents/%2e%2e",
                    "/agents/%zz",
                    "/users/none",
                    "/users/0-0-0-0-0",
                    "/users/" + world.id("zoe").toUpperCase(java.util.Locale.ROOT),
                    "/groups/local/none")) {
                assertThat(world.get("machine", path).status()).as(path).isEqualTo(404);
            }
            for (String target : List.of("/roles/king", "/roles/%00")) {
                assertThat(world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + target, "")
                                .status())
                        .as(target)
                        .isEqualTo(404);
            }
            for (String role : List.of("admin", "owner?bundle=red", "admin?bundle=A%20B", "approver?bundle=")) {
                assertThat(world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + "/roles/" + role, "")
                                .status())
                        .as(role)
                        .isEqualTo(400);
            }
            assertThat(world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + "/roles/admin?bundle=none", "")
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            for (int i = 0; i < 7; i++) {
                world.ask("machine", Method.POST, "/agents", "{\"name\":\"made-" + i + "\",\"bundle\":\"blue\"}");
            }
            StringBuilder names = new StringBuilder();
            String cursor = "";
            int pages = 0;
            do {
                Json page = world.json("machine", "/agents?limit=4" + cursor);
                page.member("agents")
                        .orElseThrow()
                        .elements()
                        .forEach(agent ->
                                names.append(agent.text("name").orElseThrow()).append(' '));
                cursor = page.text("next").map(next -> "&cursor=" + next).orElse("");
                pages++;
            } while (!cursor.isEmpty());

            assertThat(pages).isEqualTo(3);
            assertThat(names.toString().strip())
                    .isEqualTo("blue "
                            + String.join(
                                    " ",
                                    IntStream.range(0, 7)
                                            .mapToObj(i -> "made-" + i)
                                            .toList()) + " mels red");
            assertThat(world.json("machine", "/agents?bundle=red")
                            .member("agents")
                            .orElseThrow()
                            .elements())
                    .hasSize(1);
        }
    }

    @Test
    void a_secret_is_told_once_and_never_cached() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            Answer created = world.ask("machine", Method.POST, "/agents/red/credentials", "");
            assertThat(created.headers()).contains(Map.entry("Cache-Control", "no-store"));
            String secret = Json.read(created.body()).text("clientSecret").orElseThrow();
            for (String caller : AdminWorld.CALLERS) {
                assertThat(new String(world.get(caller, "/agents").body(), java.nio.charset.StandardCharsets.UTF_8))
                        .doesNotContain(secret, "ghs_");
            }
        }
    }

    @Test
    void what_cannot_be_recorded_is_not_done() throws Exception {
        try (AdminWorld world = AdminWorld.fresh()) {
            String zoe = "/users/" + world.id("zoe");
            world.world.journal.refuseEverything(true);
            for (Answer answer : List.of(
                    world.ask("machine", Method.POST, "/agents/red/credentials", ""),
                    world.ask("machine", Method.POST, "/agents", "{\"name\":\"n\",\"bundle\":\"red\"}"),
                    world.ask("machine", Method.PUT, zoe + "/roles/owner", ""),
                    world.ask("machine", Method.DELETE, zoe + "/sessions", ""),
                    world.ask("machine", Method.DELETE, "/clients/app", ""))) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers()).contains(Map.entry("Retry-After", "5"));
            }
            world.world.journal.refuseEverything(false);
            assertThat(world.json("machine", "/agents/red").text("state")).hasValue("no_credentials");
            assertThat(world.get("machine", "/agents/n").status()).isEqualTo(404);
            assertThat(world.json("machine", zoe).member("roles").orElseThrow().elements())
                    .isEmpty();
            assertThat(world.world.journal.events(AuditEvent.Administered.class))
                    .extracting(AuditEvent.Administered::action)
                    .doesNotContain("role.grant", "client.revoke");
        }
    }

    @Test
    void while_the_database_is_away_what_is_in_memory_is_shown_and_nothing_changes() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance();
                AdminWorld world = AdminWorld.on(TestWorld.on(server.fresh()))) {
            server.stop();
            assertThat(world.get("olga", "/agents").status()).isEqualTo(200);
            assertThat(world.get("olga", "/users").status()).isEqualTo(200);
            for (Answer answer : List.of(
                    world.ask("olga", Method.POST, "/agents/red/credentials", ""),
                    world.ask("olga", Method.PUT, "/users/" + world.id("zoe") + "/roles/owner", ""),
                    world.get("olga", "/clients"))) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(Json.read(answer.body()).text("type"))
                        .hasValue("urn:gatehouse:problem:temporarily-unavailable");
                assertThat(answer.headers()).contains(Map.entry("Retry-After", "5"));
            }
        }
    }
}
