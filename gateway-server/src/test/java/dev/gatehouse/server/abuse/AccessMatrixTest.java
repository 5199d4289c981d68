package dev.gatehouse.server.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Endpoint.Guard;
import dev.gatehouse.core.http.Endpoint.Listener;
import dev.gatehouse.server.abuse.Ask.Said;
import dev.gatehouse.server.abuse.TellingServe.Told;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T01, T02, T19, T29, T69: every route of both listeners, as the gateway itself lists them, against every credential
 * that proves nothing. A route that is added later is in this matrix without a line here.
 */
class AccessMatrixTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);
    private static final Set<String> MALFORMED = Set.of("two");

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static RawUpstream upstream;
    private static AuditRows rows;
    private static McpCaller alice;
    private static Map<String, List<String>> bad;
    private static Credentials credentials;
    private static List<Told> endpoints;

    @BeforeAll
    static void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = RawUpstream.start(List.of("echo"), RawUpstream::echo);
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  raw: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { raw: {} } }
                  other: { names: original, upstreams: { raw: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main, other] }
                """.formatted(upstream.url()))
                .servedBy(TellingServe.class)
                .start();
        TestGateway.Credential credential = gateway.credential("alice");
        alice = new McpCaller(gateway, "main", gateway.token(credential, "main")).awaitTools("echo");
        credentials = new Credentials(gateway, database.dataSource(), credential.clientId());
        bad = credentials.bad(alice.token());
        endpoints = TellingServe.read(gateway.config());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void nothing_opens_the_mcp_endpoint_but_a_token_for_it() throws Exception {
        assertThat(alice.call("echo", "{\"say\":\"hi\"}").status()).isEqualTo(200);
        assertThat(new McpCaller(gateway, "main", credentials.wellMade())
                        .call("echo", "{\"say\":\"hi\"}")
                        .status())
                .as("the forge makes good tokens")
                .isEqualTo(200);
        int sent = upstream.received().size();
        for (String server : List.of("main", "other", "nowhere")) {
            for (var attempt : bad.entrySet()) {
                McpCaller caller = new McpCaller(gateway, server, "");
                for (Ask ask : List.of(
                        caller.modernCall("echo", "{}"),
                        caller.modern("tools/list", ""),
                        caller.initialize("2025-11-25"),
                        caller.legacyCall("made-up", "echo", "{}"),
                        Ask.of("DELETE", "/vmcp/" + server + "/mcp"))) {
                    Said said = presenting(ask, attempt.getValue()).send(gateway.port);
                    assertThat(said.status())
                            .as("%s: %s at %s", attempt.getKey(), ask.method(), server)
                            .isEqualTo(MALFORMED.contains(attempt.getKey()) ? 400 : 401);
                }
            }
        }
        Said other = new McpCaller(gateway, "other", alice.token()).call("echo", "{}");
        assertThat(other.status()).as("a token of another virtual server").isEqualTo(401);
        assertThat(upstream.received()).as("bytes upstream").hasSize(sent);
        assertThat(rows.await("type = 'call_rejected'", count -> count > 20, SHIPPING_WAIT_MAX))
                .as("rejected tokens on record")
                .isGreaterThan(20);
    }

    @Test
    void a_challenge_says_where_to_get_a_token_and_never_which_servers_exist() throws Exception {
        Said known = Ask.of("POST", "/vmcp/main/mcp").send(gateway.port);
        Said unknown = Ask.of("POST", "/vmcp/nowhere/mcp").send(gateway.port);
        assertThat(known.header("WWW-Authenticate").orElseThrow())
                .contains(gateway.url() + "/.well-known/oauth-protected-resource/vmcp/main/mcp");
        assertThat(unknown.head().replace("nowhere", "main").lines().filter(line -> !line.startsWith("date:")))
                .containsExactlyElementsOf(known.head()
                        .lines()
                        .filter(line -> !line.startsWith("date:"))
                        .toList());
        assertThat(unknown.body()).isEqualTo(known.body());
    }

    @Test
    void guarded_endpoints_take_the_admin_token_on_the_admin_listener_and_nothing_else() throws Exception {
        List<Told> guarded =
                endpoints.stream().filter(told -> told.guard() == Guard.ADMIN).toList();
        assertThat(guarded).hasSizeGreaterThanOrEqualTo(6);
        for (Told told : guarded) {
            Ask ask = Ask.of(told.method(), told.target("main", "alice"));
            for (var attempt : bad.entrySet()) {
                assertThat(presenting(ask, attempt.getValue())
                                .send(gateway.adminPort)
                                .status())
                        .as("%s: %s", attempt.getKey(), told)
                        .isEqualTo(MALFORMED.contains(attempt.getKey()) ? 400 : 401);
            }
            assertThat(ask.with("Authorization", "Bearer " + alice.token())
                            .send(gateway.adminPort)
                            .status())
                    .as("an agent's token: %s", told)
                    .isEqualTo(401);
        }
        assertThat(alice.call("echo", "{}").status()).as("nothing was changed").isEqualTo(200);
        assertThat(asAdmin(Ask.of("GET", "/api/v1/agents"))
                        .send(gateway.adminPort)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void open_endpoints_answer_the_same_whatever_is_presented() throws Exception {
        for (Told told : endpoints) {
            if (told.guard() == Guard.PUBLIC) {
                Ask ask = Ask.of(told.method(), told.target("main", "alice"));
                int port = told.on() == Listener.ADMIN ? gateway.adminPort : gateway.port;
                int plain = ask.send(port).status();
                for (var attempt : bad.entrySet()) {
                    int said = presenting(ask, attempt.getValue()).send(port).status();
                    // Where a token is expected, many bad ones are told to wait.
                    int expected = MALFORMED.contains(attempt.getKey()) ? 400 : plain;
                    assertThat(said == 429 && plain == 401 ? plain : said)
                            .as("%s: %s", attempt.getKey(), told)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void no_route_of_one_listener_is_found_on_the_other() throws Exception {
        assertThat(endpoints).extracting(Told::on).contains(Listener.PUBLIC, Listener.ADMIN);
        for (Told told : endpoints) {
            int elsewhere = told.on() == Listener.ADMIN ? gateway.port : gateway.adminPort;
            assertThat(asAdmin(Ask.of(told.method(), told.target("main", "alice")))
                            .send(elsewhere)
                            .status())
                    .as(told.toString())
                    .isEqualTo(404);
        }
        assertThat(alice.modernCall("echo", "{}").send(gateway.adminPort).status())
                .isEqualTo(404);
    }

    @Test
    void every_route_refuses_foreign_names_foreign_pages_and_tokens_in_its_url() throws Exception {
        for (Told told : endpoints) {
            int port = told.on() == Listener.ADMIN ? gateway.adminPort : gateway.port;
            refusesEveryTrick(asAdmin(Ask.of(told.method(), told.target("main", "alice"))), port);
        }
        int sent = upstream.received().size();
        refusesEveryTrick(alice.modernCall("echo", "{}"), gateway.port);
        refusesEveryTrick(Ask.of("OPTIONS", "/vmcp/main/mcp"), gateway.port);
        assertThat(upstream.received()).hasSize(sent);
        assertThat(Files.readString(gateway.log())).doesNotContain("spoiled-token");
    }

    private static void refusesEveryTrick(Ask ask, int port) throws IOException {
        for (String host : List.of("evil.example", "127.0.0.1.evil.example:" + port, "127.0.0.1:1")) {
            assertThat(ask.with("Host", host).send(port).status())
                    .as("Host %s: %s", host, ask.target())
                    .isEqualTo(403);
        }
        for (String host : List.of("a b", "127.0.0.1:" + port + "/x", "127.0.0.1:x", "user@127.0.0.1", "")) {
            assertThat(ask.with("Host", host).send(port).status())
                    .as("Host %s: %s", host, ask.target())
                    .isEqualTo(400);
        }
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
            assertThat(ask.with("Origin", origin).send(port).status())
                    .as("Origin %s: %s", origin, ask.target())
                    .isEqualTo(403);
        }
        for (String query : List.of("access_token=spoiled-token", "a=b&Access%5FToken=spoiled-token")) {
            assertThat(ask.query(query).send(port).status())
                    .as("?%s: %s", query, ask.target())
                    .isEqualTo(400);
        }
    }

    private static Ask presenting(Ask ask, List<String> lines) {
        Ask bare = ask.without("Authorization");
        for (String line : lines) {
            bare = bare.and(line);
        }
        return bare;
    }

    private static Ask asAdmin(Ask ask) throws IOException {
        return ask.with(
                "Authorization",
                "Bearer "
                        + Files.readString(gateway.data().resolve("admin.token"))
                                .strip());
    }
}
