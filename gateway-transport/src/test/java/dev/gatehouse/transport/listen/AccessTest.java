package dev.gatehouse.transport.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets as far as the call path, and what the others are told (RFC 6750, RFC 9728, streamable-http "Security"). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final String LIST = Mcp.legacy("1", "tools/list", "{}");

    private World world;

    @BeforeAll
    void start() throws IOException {
        world = new World();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "nowhere", "NOT_A_SLUG"})
    void withoutATokenEveryServerGivesTheSameChallenge(String server) throws IOException {
        Wire.Answer answer = Mcp.on(world, server).post("this is not JSON");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate"))
                .contains("Bearer resource_metadata=\"https://gw.example/.well-known/oauth-protected-resource/vmcp/"
                        + server + "/mcp\"");
    }

    @ParameterizedTest
    @CsvSource({
        "team, Bearer mallory", "open, Bearer mallory", "team, Basic YWxpY2U6", "open, Basic YWxpY2U6",
        "team, Bearer", "team, Bearer a b", "team, Bearer throws", "team, Bearer down"
    })
    void aBadTokenIsNeverTakenForNone(String server, String authorization) throws IOException {
        Wire.Answer answer =
                Mcp.on(world, server).with("Authorization", authorization).post(LIST);
        boolean unavailable = authorization.endsWith("throws") || authorization.endsWith("down");
        assertThat(answer.status()).isEqualTo(unavailable ? 503 : 401);
        if (unavailable) {
            assertThat(answer.header("retry-after")).isPresent();
        } else {
            assertThat(answer.header("www-authenticate").orElseThrow()).contains("error=\"invalid_token\"");
        }
    }

    @Test
    void aBadTokenIsRecordedAndTheTokenIsNot() throws IOException {
        Mcp.as(world, "planted-secret").post(LIST);
        assertThat(world.journal.events)
                .anyMatch(event -> event instanceof AuditEvent.CallRejected rejected
                        && rejected.reason().equals("unknown token"));
        assertThat(world.journal.events.toString()).doesNotContain("planted-secret");
    }

    @Test
    void aTokenWithTooFewScopesIsToldWhichOneItNeeds() throws IOException {
        Wire.Answer call = Mcp.as(world, "reader")
                .with("Mcp-Name", "up_echo")
                .modern("tools/call", "\"name\":\"up_echo\",\"arguments\":{}");
        assertThat(call.status()).isEqualTo(403);
        assertThat(call.header("www-authenticate").orElseThrow())
                .startsWith("Bearer resource_metadata=\"https://gw.example/.well-known/oauth-protected-resource/")
                .contains("/vmcp/team/mcp\"", "error=\"insufficient_scope\"", "scope=\"execute:tools\"");
        assertThat(Mcp.as(world, "reader").modern("tools/list", "").status()).isEqualTo(200);

        Wire.Answer list = Mcp.as(world, "executor").modern("tools/list", "");
        assertThat(list.status()).isEqualTo(403);
        assertThat(list.header("www-authenticate").orElseThrow()).contains("scope=\"read:tools\"");
    }

    @Test
    void aClientThatLooksForItInResultsFindsItThere() throws IOException {
        Wire.Answer call = Mcp.as(world, "chatgpt")
                .with("Mcp-Name", "up_echo")
                .modern("tools/call", "\"name\":\"up_echo\",\"arguments\":{}");

        assertThat(call.status()).isEqualTo(200);
        assertThat(call.body()).contains("\"isError\":true", "mcp/www_authenticate", "insufficient_scope");
    }

    @Test
    void aKnownCallerIsToldThatAServerDoesNotExist() throws IOException {
        Wire.Answer answer =
                Mcp.on(world, "nowhere").with("Authorization", "Bearer alice").post(LIST);
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void anOpenServerAdmitsAnybody() throws IOException {
        Wire.Answer answer = Mcp.on(world, "open").modern("tools/list", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("up_echo");
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 403", "127.0.0.1:9999, 200", "LOCALHOST, 200", "127.0.0.1.evil.example, 403"})
    void onlyOurOwnNamesAreServed(String host, int status) throws IOException {
        assertThat(Mcp.on(world, "open")
                        .with("Host", host)
                        .modern("tools/list", "")
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, 403",
        "null, 403",
        "http://127.0.0.1.evil.example, 403",
        "https://app.example.evil, 403",
        "https://app.example, 200",
        "http://127.0.0.1, 200"
    })
    void onlyKnownPagesMayCall(String origin, int status) throws IOException {
        for (String method : new String[] {"GET", "OPTIONS", "DELETE"}) {
            int got = Mcp.on(world, "open")
                    .with("Origin", origin)
                    .send(method, "")
                    .status();
            assertThat(got == 403).as(method).isEqualTo(status == 403);
        }
        Mcp page = Mcp.on(world, "open").with("Origin", origin);
        assertThat(page.modern("tools/list", "").status()).isEqualTo(status);
    }

    @Test
    void anAllowedPageMayAskFirstAndReadTheAnswer() throws IOException {
        Mcp page = Mcp.on(world, "team").with("Origin", "https://app.example");
        Wire.Answer preflight = page.with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization, mcp-method")
                .send("OPTIONS", "");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).contains("https://app.example");
        assertThat(preflight.header("access-control-allow-headers")).contains("authorization, mcp-method");
        assertThat(preflight.header("vary")).contains("Origin");
        Wire.Answer answer = page.post(LIST);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("access-control-expose-headers").orElseThrow()).contains("WWW-Authenticate");
    }

    @Test
    void aTokenInTheQueryIsRefused() throws IOException {
        for (String query :
                new String[] {"access_token=alice", "a=b&access%5Ftoken=alice", "api_key=gatehouse_ak_x", "%zz"}) {
            try (Wire wire = world.wire()) {
                wire.send("GET /vmcp/team/mcp?" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
                assertThat(wire.read().status()).as(query).isEqualTo(400);
            }
        }
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws IOException {
        Wire.Answer answer = Mcp.on(world, "open").modern("tools/list", "");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("date").orElseThrow()).matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} .* GMT");
        assertThat(answer.header("strict-transport-security")).isEmpty();
    }

    @Test
    void theRevisionWithoutGetSaysSo() throws IOException {
        Mcp modern = Mcp.as(world, "alice").with("MCP-Protocol-Version", "2026-07-28");
        Wire.Answer answer = modern.send("GET", "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("OPTIONS, POST");
        assertThat(modern.without("Authorization").send("GET", "").status()).isEqualTo(401);
    }

    @Test
    void aBrowserIsLedToAPageAndNobodyElseIs() throws IOException {
        String browsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        Mcp nobody = Mcp.on(world, "team").without("Authorization");
        for (String server : List.of("team", "open", "nowhere")) {
            Mcp browser = Mcp.on(world, server).without("Authorization").with("Accept", browsers);
            assertThat(browser.send("GET", "").status()).as(server).isEqualTo(303);
            assertThat(browser.send("GET", "").header("location").orElseThrow()).endsWith("/connect/" + server);
            assertThat(browser.send("DELETE", "").status()).as(server).isNotEqualTo(303);
        }
        assertThat(nobody.without("Accept").send("GET", "").status()).isEqualTo(401);
        for (String accept : List.of("*/*", "text/event-stream", "text/html, text/event-stream", "text/*")) {
            assertThat(nobody.with("Accept", accept).send("GET", "").status())
                    .as(accept)
                    .isEqualTo(401);
        }
        assertThat(Mcp.as(world, "alice")
                        .with("Accept", browsers)
                        .send("GET", "")
                        .status())
                .as("with a token")
                .isNotEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415",
        "Content-Type, application/jsonx, 415",
        "Content-Encoding, gzip, 415",
        "Accept, text/html, 406",
        "Accept, image/png, 406"
    })
    void typesThatCannotWorkAreRefused(String header, String value, int status) throws IOException {
        assertThat(Mcp.as(world, "alice").with(header, value).post(LIST).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/event-stream", "application/json;q=0.9, text/html"})
    void carelessAcceptHeadersAreForgiven(String accept) throws IOException {
        assertThat(Mcp.on(world, "open")
                        .with("Accept", accept)
                        .modern("tools/list", "")
                        .status())
                .isEqualTo(200);
        assertThat(Mcp.on(world, "open")
                        .without("Accept")
                        .modern("tools/list", "")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/vmcp/team",
                "/vmcp//mcp",
                "/vmcp/team/other",
                "/vmcp/sse",
                "/vmcp/a/b/mcp",
                "/vmcp/team/mcp/",
                "//vmcp/team/mcp"
            })
    void otherPathsDoNotExist(String path) throws IOException {
        try (Wire wire = world.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(404);
        }
    }
}
