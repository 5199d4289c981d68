package dev.gatehouse.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API is sound, whole, and true of what is really answered. */
class OpenApiTest {
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\":\"#/components/schemas/([^\"]+)\"");
    private static AdminWorld world;
    private static Json document;

    @BeforeAll
    static void start() throws Exception {
        world = AdminWorld.fresh();
        document = world.json("machine", "/openapi.json");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void it_describes_every_route_and_no_other() {
        Set<String> told = new TreeSet<>();
        paths().forEach((path, operations) -> operations
                .members()
                .keySet()
                .forEach(method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(world.endpoints)
                .filteredOn(endpoint -> endpoint.guard() == Endpoint.Guard.ADMIN)
                .filteredOn(endpoint -> !endpoint.path().toString().endsWith("openapi.json"))
                .extracting(endpoint -> endpoint.method() + " " + endpoint.path())
                .containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void each_reference_leads_to_a_schema_and_each_operation_has_an_id_of_its_own() {
        Set<String> schemas = document.member("components")
                .orElseThrow()
                .member("schemas")
                .orElseThrow()
                .members()
                .keySet();
        REFERENCE
                .matcher(document.toString())
                .results()
                .forEach(found -> assertThat(schemas).contains(found.group(1)));
        Set<String> ids = new TreeSet<>();
        paths().values()
                .forEach(operations -> operations
                        .members()
                        .values()
                        .forEach(operation -> assertThat(
                                        ids.add(operation.text("operationId").orElseThrow()))
                                .as(operation.toString())
                                .isTrue()));
    }

    @Test
    void each_variable_of_a_path_is_a_parameter() {
        paths().forEach((path, operations) -> operations
                .members()
                .values()
                .forEach(operation -> Pattern.compile("\\{(\\w+)}")
                        .matcher(path)
                        .results()
                        .forEach(variable -> assertThat(operation
                                        .member("parameters")
                                        .orElseThrow()
                                        .elements())
                                .anyMatch(parameter -> parameter
                                                .text("name")
                                                .orElse("")
                                                .equals(variable.group(1))
                                        && parameter.text("in").orElse("").equals("path")))));
    }

    @Test
    void what_is_answered_is_what_is_described() throws Exception {
        Json created = answered(Method.POST, "/agents/{name}/credentials", "/agents/red/credentials", "", "201");
        assertThat(created.text("clientSecret")).isPresent();
        answered(Method.POST, "/agents/{name}/rotation", "/agents/red/rotation", "", "201");
        answered(
                Method.POST,
                "/agents",
                "/agents",
                "{\"name\":\"made\",\"bundle\":\"red\",\"owner\":\"local/mel\",\"rotateEvery\":\"P90D\"}",
                "201");
        answered(
                Method.POST,
                "/agents/{name}/renewal",
                "/agents/made/renewal",
                "{\"expires\":\"2999-01-01T00:00:00Z\"}",
                "200");
        answered(Method.POST, "/agents/{name}/keys", "/agents/made/keys", "{\"label\":\"ci\"}", "201");
        answered(Method.GET, "/agents/{name}/keys", "/agents/made/keys", "", "200");
        answered(Method.GET, "/agents", "/agents?limit=2", "", "200");
        answered(Method.GET, "/agents/{name}", "/agents/made", "", "200");
        world.ask("machine", Method.PUT, "/users/" + world.id("zoe") + "/roles/approver?bundle=red", "");
        answered(Method.POST, "/kills", "/kills", "{\"kind\":\"agent\",\"name\":\"blue\"}", "200");
        answered(Method.GET, "/kills", "/kills", "", "200");
        answered(Method.POST, "/kills/revive", "/kills/revive", "{\"kind\":\"agent\",\"name\":\"blue\"}", "200");
        answered(Method.GET, "/users", "/users", "", "200");
        answered(Method.GET, "/users/{id}", "/users/" + world.id("zoe"), "", "200");
        answered(Method.GET, "/users/{id}/consents", "/users/" + world.id("zoe") + "/consents", "", "200");
        answered(Method.GET, "/groups", "/groups", "", "200");
        answered(Method.GET, "/groups/{provider}/{name}", "/groups/local/team-red", "", "200");
        answered(Method.GET, "/clients", "/clients", "", "200");
        answered(Method.DELETE, "/agents/{name}/credentials", "/agents/red/credentials", "", "200");
        answered(Method.GET, "/agents/{name}", "/agents/none", "", "default");
        answered(Method.POST, "/agents", "/agents", "{\"x\":1}", "default");
    }

    private static Map<String, Json> paths() {
        return document.member("paths").orElseThrow().members();
    }

    private static Json answered(Method method, String route, String target, String body, String status)
            throws Exception {
        Answer answer = world.ask("machine", method, target, body);
        if (!status.equals("default")) {
            assertThat(answer.status()).as(target).isEqualTo(Integer.parseInt(status));
        }
        Json content = paths().get("/api/v1" + route)
                .member(method.name().toLowerCase(Locale.ROOT))
                .flatMap(operation -> operation.member("responses"))
                .flatMap(responses -> responses.member(status))
                .flatMap(response -> response.member("content"))
                .orElseThrow();
        Json schema = content.members()
                .values()
                .iterator()
                .next()
                .member("schema")
                .orElseThrow()
                .with("components", document.member("components").orElseThrow());
        Json read = Json.read(answer.body());
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema.toString(), InputFormat.JSON)
                        .validate(read.toString(), InputFormat.JSON))
                .as("%s %s: %s", method, target, read)
                .isEmpty();
        return read;
    }
}
