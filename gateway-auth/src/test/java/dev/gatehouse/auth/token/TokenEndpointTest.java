package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.keys.StolenKey;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
    private static final String GRANT = "client_credentials";

    private TestWorld world;
    private Endpoint.Handler endpoint;
    private AgentCredentials credentials;
    private CredentialChange.Issued red;
    private String secret;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        AgentRoster roster = world.roster();
        credentials = world.credentials(roster);
        red = (CredentialChange.Issued) credentials.create(TestWorld.RED, "test");
        secret = red.secret().value();
        endpoint = world.tokens(roster, world.people()).endpoints().stream()
                .filter(route -> route.path().match(Issuer.TOKEN_PATH).isPresent())
                .findFirst()
                .orElseThrow()
                .handler();
    }

    @Test
    void a_token_is_an_rfc_9068_jwt_for_one_agent_and_one_virtual_server() throws Exception {
        Answer answer = basic("grant_type", GRANT, "resource", TestWorld.RED_SSE);

        Json body = TestWorld.json(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(body.text("token_type")).hasValue("Bearer");
        assertThat(body.member("expires_in").orElseThrow().integer()).hasValue(600);
        assertThat(body.text("scope")).hasValue("read:tools execute:tools");

        SignedJWT jwt = SignedJWT.parse(body.text("access_token").orElseThrow());
        StolenKey key = StolenKey.from(world);
        assertThat(jwt.verify(new ECDSAVerifier(key.publicJwk()))).isTrue();
        assertThat(jwt.getHeader().toJSONObject())
                .containsOnly(Map.entry("alg", "ES256"), Map.entry("typ", "at+jwt"), Map.entry("kid", key.kid()));
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://gw.test");
        assertThat(claims.getAudience()).containsExactly(TestWorld.RED_MCP);
        assertThat(claims.getSubject()).isEqualTo("red");
        assertThat(claims.getStringClaim("client_id")).isEqualTo(red.clientId());
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(world.clock.now()));
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(world.clock.now().plus(Duration.ofMinutes(10))));

        assertThat(world.journal.events(AuditEvent.TokenIssued.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.tokenId()).isEqualTo(claims.getJWTID());
                    assertThat(event.subject()).isEqualTo("red");
                    assertThat(event.audience()).isEqualTo(TestWorld.RED_MCP);
                    assertThat(event.peer()).isEqualTo("192.0.2.7");
                });
    }

    @Test
    void the_secret_may_come_in_the_body_and_the_scope_may_be_narrowed() throws Exception {
        Answer answer = post(
                Map.of(),
                "client_id",
                red.clientId(),
                "client_secret",
                secret,
                "grant_type",
                GRANT,
                "resource",
                TestWorld.RED_MCP,
                "scope",
                "read:tools");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(TestWorld.json(answer).text("scope")).hasValue("read:tools");
    }

    @Test
    void every_error_has_its_rfc_word_and_status() throws Exception {
        String good = TestWorld.basic(red.clientId(), secret);
        CredentialChange.Issued blue = (CredentialChange.Issued) credentials.create(TestWorld.BLUE, "test");
        List<String> failures = new ArrayList<>();
        String[][] table = {
            // Authorization, form, status, error
            {good, "", "400 invalid_request"},
            {good, TestWorld.form("resource", TestWorld.RED_MCP), "400 invalid_request"},
            {good, "grant_type=client_credentials&grant_type=client_credentials", "400 invalid_request"},
            {good, "grant_type=%zz", "400 invalid_request"},
            {good, "a=1&".repeat(80), "400 invalid_request"},
            {good, grant("resource", TestWorld.RED_MCP) + "&resource=x", "400 invalid_request"},
            {good, grant("resource", TestWorld.RED_MCP, "client_secret", secret), "400 invalid_request"},
            {good, grant("resource", TestWorld.RED_MCP, "client_id", blue.clientId()), "400 invalid_request"},
            {good, TestWorld.form("grant_type", "password"), "400 unsupported_grant_type"},
            {good, TestWorld.form("grant_type", "authorization_code"), "400 unauthorized_client"},
            {good, TestWorld.form("grant_type", "CLIENT_CREDENTIALS"), "400 unsupported_grant_type"},
            {good, grant(), "400 invalid_target"},
            {good, grant("resource", ""), "400 invalid_target"},
            {good, grant("resource", TestWorld.BLUE_MCP), "400 invalid_target"},
            {good, grant("resource", "https://gw.test/vmcp/none/mcp"), "400 invalid_target"},
            {good, grant("resource", "https://gw.test/vmcp/red"), "400 invalid_target"},
            {good, grant("resource", TestWorld.RED_MCP + "/"), "400 invalid_target"},
            {good, grant("resource", TestWorld.RED_MCP + "#x"), "400 invalid_target"},
            {good, grant("resource", "https://evil.test/vmcp/red/mcp"), "400 invalid_target"},
            {good, grant("resource", TestWorld.RED_MCP, "scope", "admin:all"), "400 invalid_scope"},
            {good, grant("resource", TestWorld.RED_MCP, "scope", "read:tools admin:all"), "400 invalid_scope"},
            {good, grant("resource", TestWorld.RED_MCP, "scope", "read:tools  execute:tools"), "400 invalid_scope"},
            {"", grant("resource", TestWorld.RED_MCP), "401 invalid_client"},
            {"", grant("client_id", red.clientId()), "401 invalid_client"},
            {"", grant("client_id", red.clientId(), "client_secret", "x"), "401 invalid_client"},
            {"", grant("client_id", "", "client_secret", secret), "401 invalid_client"},
            {"", grant("client_id", "x".repeat(200), "client_secret", secret), "401 invalid_client"},
            {"", grant("client_id", "a\nb", "client_secret", secret), "401 invalid_client"},
            {"Basic", grant(), "401 invalid_client"},
            {"Basic !!!", grant(), "401 invalid_client"},
            {"Basic " + base64("no-colon"), grant(), "401 invalid_client"},
            {"Basic " + base64("%zz:x"), grant(), "401 invalid_client"},
            {"Bearer x", grant(), "401 invalid_client"},
            {TestWorld.basic(red.clientId(), "wrong"), grant(), "401 invalid_client"},
            {TestWorld.basic("gha_unknown", secret), grant(), "401 invalid_client"},
            {TestWorld.basic(red.clientId(), blue.secret().value()), grant(), "401 invalid_client"},
        };
        for (String[] row : table) {
            Answer answer = send(row[0].isEmpty() ? Map.of() : Map.of("authorization", List.of(row[0])), row[1]);
            Json body = TestWorld.json(answer);
            String got = answer.status() + " " + body.text("error").orElse("");
            boolean challenged =
                    answer.headers().stream().anyMatch(h -> h.getKey().equals("WWW-Authenticate"));
            if (!got.equals(row[2])
                    || challenged != got.startsWith("401")
                    || !header(answer, "Cache-Control").equals("no-store")
                    || body.toString().contains(secret)) {
                failures.add(row[0] + " | " + row[1] + " | " + got + " (expected: " + row[2] + ")");
            }
        }
        assertThat(failures).isEmpty();
        assertThat(world.journal.events(AuditEvent.TokenRefused.class)).hasSize(table.length);
        assertThat(world.journal.events().toString()).doesNotContain(secret);
    }

    @Test
    void requests_that_are_no_form_post_are_refused_before_the_client_is_looked_at() throws Exception {
        byte[] body = grant("resource", TestWorld.RED_MCP).getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new LinkedHashMap<>(TestWorld.FORM);
        headers.put("authorization", List.of(TestWorld.basic(red.clientId(), secret)));
        Map<String, List<String>> twice = new LinkedHashMap<>(headers);
        twice.put("authorization", List.of(TestWorld.basic(red.clientId(), secret), "Basic eDp4"));

        assertThat(status(headers, "", body)).isEqualTo(200);
        assertThat(status(headers, "grant_type=client_credentials", body)).isEqualTo(400);
        assertThat(status(twice, "", body)).isEqualTo(400);
        headers.put("content-type", List.of("application/json"));
        assertThat(status(headers, "", body)).isEqualTo(400);
        headers.remove("content-type");
        assertThat(status(headers, "", body)).isEqualTo(400);
        headers.put("content-type", List.of("Application/X-WWW-Form-Urlencoded; charset=UTF-8"));
        assertThat(status(headers, "", body)).isEqualTo(200);
    }

    @Test
    void no_token_leaves_that_was_not_recorded() throws Exception {
        world.journal.neverDurable(true);
        Answer slow = basic("grant_type", GRANT, "resource", TestWorld.RED_MCP);
        world.journal.refuseEverything(true);
        Answer full = basic("grant_type", GRANT, "resource", TestWorld.RED_MCP);

        for (Answer answer : List.of(slow, full)) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(TestWorld.json(answer).text("error")).hasValue("temporarily_unavailable");
            assertThat(header(answer, "Retry-After")).isEqualTo("30");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("access_token");
        }
    }

    @Test
    void a_flood_of_refusals_is_summed_with_an_exact_count() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            send(Map.of(), "");
        }
        world.clock.advance(Duration.ofSeconds(2));
        send(Map.of(), "");

        List<AuditEvent.TokenRefused> events = world.journal.events(AuditEvent.TokenRefused.class);
        assertThat(events).hasSizeLessThan(150);
        assertThat(events.stream().mapToLong(AuditEvent.TokenRefused::count).sum())
                .isEqualTo(1_001);
    }

    private Answer basic(String... form) {
        return post(Map.of("authorization", List.of(TestWorld.basic(red.clientId(), secret))), form);
    }

    private Answer post(Map<String, List<String>> headers, String... form) {
        return send(headers, TestWorld.form(form));
    }

    private Answer send(Map<String, List<String>> headers, String form) {
        Map<String, List<String>> all = new LinkedHashMap<>(TestWorld.FORM);
        all.putAll(headers);
        return handle(request(all, "", form.getBytes(StandardCharsets.UTF_8), "192.0.2.7"));
    }

    private int status(Map<String, List<String>> headers, String query, byte[] body) {
        return handle(request(headers, query, body, "192.0.2.7")).status();
    }

    private Answer handle(Request request) {
        try {
            return endpoint.handle(request);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Request request(Map<String, List<String>> headers, String query, byte[] body, String peer) {
        return new Request(Endpoint.Method.POST, "/oauth/token", Map.of(), query, headers, body, peer);
    }

    private static String grant(String... form) {
        String more = TestWorld.form(form);
        return "grant_type=client_credentials" + (more.isEmpty() ? "" : "&" + more);
    }

    private static String header(Answer answer, String name) {
        return answer.headers().stream()
                .filter(h -> h.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
