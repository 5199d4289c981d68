package dev.gatehouse.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.trust.Administration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route of the admin API against every role. */
class RoleMatrixTest {
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final Set<String> WITHOUT_ROLES = Set.of("/openapi.json");

    private static AdminWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = AdminWorld.fresh();
        for (String agent : List.of("red", "blue")) {
            world.ask("machine", Method.POST, "/agents/" + agent + "/credentials", "");
        }
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** @param statuses in the order of {@link AdminWorld#CALLERS} */
    private record Row(Method method, String route, String target, String body, List<Integer> statuses) {
        static Row of(Method method, String route, String target, String body, Integer... statuses) {
            return new Row(method, route, target, body, List.of(statuses));
        }

        static Row get(String route, String target, Integer... statuses) {
            return of(Method.GET, route, target, "", statuses);
        }
    }

    /** machine, owner, auditor, admin of red, approver of red, member. What ends something comes last. */
    private static List<Row> rows() {
        String zoe = "/users/" + world.id("zoe");
        return List.of(
                Row.get("/agents", "/agents", 200, 200, 200, 200, 200, 200),
                Row.get("/agents/{name}", "/agents/red", 200, 200, 200, 200, 200, 404),
                Row.get("/agents/{name}", "/agents/blue", 200, 200, 200, 404, 404, 404),
                Row.get("/agents/{name}", "/agents/mels", 200, 200, 200, 404, 404, 200),
                Row.of(
                        Method.POST,
                        "/agents",
                        "/agents",
                        "{\"name\":\"made-by-CALLER\",\"bundle\":\"red\"}",
                        201,
                        201,
                        403,
                        201,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/agents",
                        "/agents",
                        "{\"name\":\"blue-by-CALLER\",\"bundle\":\"blue\"}",
                        201,
                        201,
                        403,
                        403,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/agents/{name}/credentials",
                        "/agents/red/credentials",
                        "",
                        201,
                        201,
                        403,
                        201,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/agents/{name}/rotation",
                        "/agents/red/rotation",
                        "",
                        201,
                        201,
                        403,
                        201,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/agents/{name}/rotation",
                        "/agents/blue/rotation",
                        "",
                        201,
                        201,
                        403,
                        404,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/agents/{name}/renewal",
                        "/agents/red/renewal",
                        "{\"expires\":\"2100-01-01T00:00:00Z\"}",
                        409,
                        409,
                        403,
                        409,
                        403,
                        403),
                Row.get("/agents/{name}/keys", "/agents/red/keys", 200, 200, 200, 200, 404, 404),
                Row.of(
                        Method.POST,
                        "/agents/{name}/keys",
                        "/agents/red/keys",
                        "{\"label\":\"by CALLER\"}",
                        201,
                        201,
                        403,
                        201,
                        403,
                        403),
                Row.of(
                        Method.DELETE,
                        "/agents/{name}/keys/{key}",
                        "/agents/red/keys/none",
                        "",
                        404,
                        404,
                        403,
                        404,
                        403,
                        403),
                Row.get("/kills", "/kills", 200, 200, 200, 200, 200, 200),
                Row.of(Method.POST, "/kills", "/kills", kill("bundle", "red"), 200, 200, 403, 200, 403, 403),
                Row.of(Method.POST, "/kills", "/kills", kill("agent", "red"), 200, 200, 403, 200, 403, 403),
                Row.of(Method.POST, "/kills", "/kills", kill("agent", "blue"), 200, 200, 403, 403, 403, 403),
                Row.of(Method.POST, "/kills", "/kills", kill("tool", "red/echo"), 200, 200, 403, 403, 403, 403),
                Row.of(
                        Method.POST,
                        "/kills/revive",
                        "/kills/revive",
                        kill("agent", "blue"),
                        200,
                        404,
                        403,
                        403,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/kills/revive",
                        "/kills/revive",
                        kill("agent", "red"),
                        200,
                        404,
                        403,
                        404,
                        403,
                        403),
                Row.of(
                        Method.POST,
                        "/keys/signing/rotation",
                        "/keys/signing/rotation",
                        "",
                        200,
                        200,
                        403,
                        403,
                        403,
                        403),
                Row.of(Method.POST, "/keys/data/rotation", "/keys/data/rotation", "", 200, 200, 403, 403, 403, 403),
                Row.of(
                        Method.POST,
                        "/keys/master/rotation",
                        "/keys/master/rotation",
                        "{\"newKeyFile\":\"/nowhere\"}",
                        409,
                        403,
                        403,
                        403,
                        403,
                        403),
                Row.of(Method.POST, "/keys/master/finish", "/keys/master/finish", "", 200, 403, 403, 403, 403, 403),
                Row.get("/users", "/users", 200, 200, 200, 200, 200, 200),
                Row.get("/users/{id}", zoe, 200, 200, 200, 200, 200, 404),
                Row.get("/users/{id}", "/users/me", 404, 200, 200, 200, 200, 200),
                Row.of(
                        Method.PUT,
                        "/users/{id}/roles/{role}",
                        zoe + "/roles/approver?bundle=red",
                        "",
                        204,
                        204,
                        403,
                        204,
                        403,
                        403),
                Row.of(
                        Method.PUT,
                        "/users/{id}/roles/{role}",
                        zoe + "/roles/admin?bundle=red",
                        "",
                        204,
                        204,
                        403,
                        403,
                        403,
                        403),
                Row.of(Method.PUT, "/users/{id}/roles/{role}", zoe + "/roles/owner", "", 204, 204, 403, 403, 403, 403),
                Row.of(
                        Method.DELETE,
                        "/users/{id}/roles/{role}",
                        zoe + "/roles/approver?bundle=red",
                        "",
                        204,
                        204,
                        403,
                        204,
                        403,
                        403),
                Row.of(Method.DELETE, "/users/{id}/sessions", zoe + "/sessions", "", 204, 204, 403, 403, 403, 404),
                Row.of(Method.DELETE, "/users/{id}/sessions", "/users/me/sessions", "", 404, 204, 204, 204, 204, 204),
                Row.get("/users/{id}/consents", zoe + "/consents", 200, 200, 200, 404, 404, 404),
                Row.of(
                        Method.DELETE,
                        "/users/{id}/consents/{consent}",
                        zoe + "/consents/" + UNKNOWN,
                        "",
                        404,
                        404,
                        403,
                        403,
                        403,
                        404),
                Row.get("/groups", "/groups", 200, 200, 200, 200, 200, 200),
                Row.get("/groups/{provider}/{name}", "/groups/local/team-red", 200, 200, 200, 200, 200, 404),
                Row.get("/groups/{provider}/{name}", "/groups/local/secret-club", 200, 200, 200, 404, 404, 404),
                Row.get("/clients", "/clients", 200, 200, 200, 403, 403, 403),
                Row.of(Method.DELETE, "/clients/{clientId}", "/clients/app", "", 204, 204, 403, 403, 403, 403),
                Row.of(
                        Method.DELETE,
                        "/agents/{name}/credentials",
                        "/agents/red/credentials",
                        "",
                        200,
                        200,
                        403,
                        200,
                        403,
                        403));
    }

    private static String kill(String kind, String name) {
        return "{\"kind\":\"" + kind + "\",\"name\":\"" + name + "\",\"reason\":\"incident 12\"}";
    }

    @Test
    void each_role_reaches_what_is_its_own_and_nothing_else() throws Exception {
        for (Row row : rows()) {
            for (int i = 0; i < AdminWorld.CALLERS.size(); i++) {
                String caller = AdminWorld.CALLERS.get(i);
                Answer answer =
                        world.ask(caller, row.method(), row.target(), row.body().replace("CALLER", caller));
                assertThat(answer.status())
                        .as("%s: %s %s", caller, row.method(), row.target())
                        .isEqualTo(row.statuses().get(i));
            }
        }
    }

    @Test
    void no_route_is_missing_in_this_table() {
        Set<String> told = rows().stream()
                .map(row -> row.method() + " " + Administration.PATH + row.route())
                .collect(Collectors.toSet());
        assertThat(world.endpoints)
                .filteredOn(endpoint -> endpoint.guard() == Endpoint.Guard.ADMIN)
                .filteredOn(endpoint -> WITHOUT_ROLES.stream()
                        .noneMatch(path -> endpoint.path().toString().endsWith(path)))
                .extracting(endpoint -> endpoint.method() + " " + endpoint.path())
                .containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void whoever_only_looks_needs_another_scope_than_whoever_changes() throws Exception {
        for (Row row : rows()) {
            boolean reads = row.method() == Method.GET;
            String scope = reads ? "admin:write" : "admin:read";
            Answer answer = world.send(
                    bearer(world.token("olga", AdminWorld.RESOURCE, scope)), row.method(), row.target(), row.body());
            assertThat(answer.status()).as("%s %s", row.method(), row.target()).isEqualTo(403);
            assertThat(challenge(answer))
                    .contains("error=\"insufficient_scope\"", reads ? "scope=\"admin:read\"" : "scope=\"admin:write\"");
        }
    }

    @Test
    void nobody_gets_in_without_a_token_for_this_very_api() throws Exception {
        String elsewhere = "https://gw.test/vmcp/red/mcp";
        for (Row row : rows()) {
            for (Map<String, List<String>> headers : List.of(
                    Map.<String, List<String>>of(),
                    bearer("made-up"),
                    bearer(world.token("olga", elsewhere, "admin:read", "admin:write")),
                    Map.of("authorization", List.of(AdminWorld.MACHINE, AdminWorld.MACHINE)),
                    Map.of("authorization", List.of("Basic dGhlOm1hY2hpbmU=")))) {
                Answer answer = world.send(headers, row.method(), row.target(), row.body());
                assertThat(answer.status())
                        .as("%s %s", row.method(), row.target())
                        .isEqualTo(401);
                assertThat(challenge(answer))
                        .contains(
                                "resource_metadata=\"http://127.0.0.1:9090/.well-known/oauth-protected-resource/api/v1\"");
            }
        }
    }

    @Test
    void a_refused_try_is_on_the_trail_with_who_tried() throws Exception {
        world.ask("audra", Method.POST, "/agents/blue/rotation", "");
        assertThat(world.world.journal.events(AuditEvent.Administered.class)).anySatisfy(event -> {
            assertThat(event.actor()).isEqualTo("local/audra (person " + world.id("audra") + ")");
            assertThat(event.action()).isEqualTo("admin.refused");
            assertThat(event.object()).isEqualTo("POST /api/v1/agents/blue/rotation");
        });
    }

    @Test
    void a_change_is_on_the_trail_with_who_made_it() throws Exception {
        world.ask("olga", Method.POST, "/agents/blue/rotation", "");
        assertThat(world.world.journal.events(AuditEvent.Administered.class)).anySatisfy(event -> {
            assertThat(event.actor()).isEqualTo("local/olga (person " + world.id("olga") + ")");
            assertThat(event.action()).isEqualTo("agent.rotate");
            assertThat(event.object()).isEqualTo("blue");
        });
    }

    private static Map<String, List<String>> bearer(String token) {
        return Map.of("authorization", List.of("Bearer " + token));
    }

    private static String challenge(Answer answer) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equals("WWW-Authenticate"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
