package dev.gatehouse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.reference.PrettyJson;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API of a whole gateway: described in the repository, used by the command line. */
class AdminApiTest {
    private static final Path PAGE =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("docs/reference/admin-api.json");

    private static final String API = "/api/v1";
    private static final Pattern OF_IDENTITY =
            Pattern.compile(API + "/(agents|clients|groups|keys|kills|users|openapi\\.json)\\b");
    private static final String ALL = "everybody, for what is theirs";
    private static final Map<String, String> GOVERNANCE = Map.ofEntries(
            Map.entry("get /approvals", ALL),
            Map.entry("get /approvals/{id}", ALL),
            Map.entry("post /approvals/{id}/approve", ALL),
            Map.entry("post /approvals/{id}/deny", ALL),
            Map.entry("get /standing-approvals", ALL),
            Map.entry("delete /standing-approvals/{id}", ALL),
            Map.entry("get /audit/alerts", "owner, auditor"),
            Map.entry("post /audit/alerts/{id}/acknowledge", "owner"),
            Map.entry("post /audit/alerts/{id}/silence", "owner"),
            Map.entry("post /audit/alert-channels/{name}/test", "owner"),
            Map.entry("get /audit/erasures", "owner, auditor"),
            Map.entry("post /audit/erasures", "owner"),
            Map.entry("get /audit/holds", "owner, auditor"),
            Map.entry("post /audit/holds", "owner"),
            Map.entry("post /audit/holds/{id}/release", "owner"),
            Map.entry("get /audit/retention", "owner, auditor"),
            Map.entry("post /audit/retention/lowerings", "owner"),
            Map.entry("post /audit/retention/lowerings/{id}/confirm", "owner"),
            Map.entry("post /audit/retention/lowerings/{id}/withdraw", "owner"),
            Map.entry("get /budgets", "owner, auditor, admin"),
            Map.entry("get /costs", "owner, auditor"),
            Map.entry("get /pins", "owner, auditor, admin"),
            Map.entry("get /pins/diff", "owner, auditor, admin"),
            Map.entry("post /pins/approve", "owner"),
            Map.entry("post /pins/reject", "owner"),
            Map.entry("get /audit/events", "owner, auditor, admin"),
            Map.entry("get /audit/events/{gateway}/{epoch}/{seq}", "owner, auditor, admin"),
            Map.entry("get /audit/calls/{call}", "owner, auditor, admin"),
            Map.entry("get /audit/traces/{trace}", "owner, auditor, admin"),
            Map.entry("get /audit/sessions/{session}", "owner, auditor, admin"),
            Map.entry("get /audit/usage", "owner, auditor, admin"),
            Map.entry("get /audit/tail", "owner, auditor, admin"),
            Map.entry("get /audit/reports/{name}", "owner, auditor, admin"),
            Map.entry("get /audit/filters", "owner, auditor, admin"),
            Map.entry("put /audit/filters/{name}", "owner, auditor, admin"),
            Map.entry("delete /audit/filters/{name}", "owner, auditor, admin"),
            Map.entry("get /explain", "owner, auditor"),
            Map.entry("get /catalog", "owner, auditor"),
            Map.entry("get /upstreams", "owner, auditor, admin"),
            Map.entry("post /reload", "owner"));

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), """
                virtualServers: { main: { upstreams: {} } }
                agents: { clerk: { bundle: team } }
                administration: { owners: { users: [olga] } }
                bundles: { team: { virtualServers: [main], admins: { groups: [leads] } } }
                """)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    /** Run with {@code -Dgatehouse.generate=true}, it writes the page. */
    @Test
    void its_description_is_up_to_date() throws Exception {
        String described = PrettyJson.of(
                Json.read(gateway.admin("GET", "/api/v1/openapi.json").body()));
        if (Boolean.getBoolean("gatehouse.generate")) {
            Files.writeString(PAGE, described);
        }
        assertThat(Files.readString(PAGE)).as("./dev generate writes it").isEqualTo(described);
    }

    /** What a person of each role is told there, {@code RoleMatrixTest} tries for the routes of everybody else. */
    @Test
    void each_route_of_governance_is_for_the_roles_that_this_table_says() throws Exception {
        Json paths = Json.read(gateway.admin("GET", "/api/v1/openapi.json").body())
                .member("paths")
                .orElseThrow();
        Map<String, String> roles = new TreeMap<>();
        paths.members()
                .forEach((path, methods) -> methods.members()
                        .forEach((method, route) -> route.text("description")
                                .filter(_ -> !OF_IDENTITY.matcher(path).lookingAt())
                                .ifPresent(about -> roles.put(
                                        method + " " + path.substring(API.length()),
                                        about.substring("Role: ".length(), about.indexOf(". Scope"))))));
        assertThat(roles).containsExactlyInAnyOrderEntriesOf(GOVERNANCE);
    }

    @Test
    void the_command_line_makes_lists_and_revokes_agents_and_says_why_not() throws Exception {
        String config = gateway.config().toString();
        assertThat(run("agent", "create", "clerk", "--config", config).exitCode())
                .isZero();
        assertThat(run("agent", "list", "--config", config, "--output", "json").out())
                .contains("\"name\":\"clerk\"", "\"state\":\"active\"");
        TestGateway.Ran refused = run("agent", "rotate", "nobody", "--config", config);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("there is no such agent");
        assertThat(run("agent", "revoke", "clerk", "--config", config).exitCode())
                .isZero();
        assertThat(run("status", "--config", config).exitCode()).isZero();
    }

    @Test
    void the_command_line_holds_records_and_releases_them_and_says_why_not() throws Exception {
        String config = gateway.config().toString();
        TestGateway.Ran placed = run(
                "audit",
                "hold",
                "place",
                "--bundle",
                "team",
                "--from",
                "2026-01-01",
                "--reason",
                "case 12/26",
                "--config",
                config,
                "--output",
                "json");
        assertThat(placed.exitCode()).as(placed.err()).isZero();
        String id = Json.read(placed.out()).text("id").orElseThrow();
        assertThat(run("audit", "hold", "list", "--config", config).out())
                .contains(id + "  bundle team from 2026-01-01 on, placed by ", ": case 12/26");
        assertThat(hold("release", id, "--reason", " ").err()).contains("/reason", "expected a string");
        assertThat(hold("release", id, "--reason", "settled").exitCode()).isZero();
        assertThat(hold("release", id, "--reason", "again").err()).contains("no such hold");
        assertThat(run("audit", "hold", "list", "--config", config).out()).contains(", released by ");

        assertThat(hold("place", "--from", "tomorrow", "--reason", "x").err()).contains("/from", "2026-11-21");
        assertThat(hold("place", "--from", "2026-01-02", "--to", "2026-01-02", "--reason", "x")
                        .err())
                .contains("/to", "a day after");
        assertThat(hold("place", "--from", "2026-01-02", "--bundle", "no such", "--reason", "x")
                        .err())
                .contains("/bundle");
    }

    private static TestGateway.Ran hold(String... arguments) throws Exception {
        return run(Stream.of(
                        Stream.of("audit", "hold"),
                        Stream.of(arguments),
                        Stream.of("--config", gateway.config().toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    @Test
    void a_stranger_is_told_where_a_token_comes_from_and_the_way_leads_there() throws Exception {
        HttpResponse<String> stranger = get("/api/v1/agents");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("content-type")).hasValue("application/problem+json");
        String origin = "http://127.0.0.1:" + gateway.adminPort;
        assertThat(stranger.headers().firstValue("www-authenticate").orElse(""))
                .contains("resource_metadata=\"" + origin + "/.well-known/oauth-protected-resource/api/v1\"");
        Json metadata =
                Json.read(get("/.well-known/oauth-protected-resource/api/v1").body());
        assertThat(metadata.text("resource")).hasValue(origin + "/api/v1");
        assertThat(metadata.toString()).contains(gateway.url(), "admin:read", "admin:write");
    }

    private static TestGateway.Ran run(String... arguments) throws Exception {
        return gateway.run(arguments);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + gateway.adminPort + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
