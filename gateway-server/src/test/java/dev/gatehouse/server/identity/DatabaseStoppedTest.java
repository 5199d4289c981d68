package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While PostgreSQL is really stopped, who was let in goes on; what would have to be remembered says "later". */
class DatabaseStoppedTest {
    private static final String CLIENT = "chatgpt-mcp-client";
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;

    @TempDir
    Path folder;

    @Test
    void tokens_work_on_and_everything_else_says_when_to_come_back() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance();
                IdentityWorld world = IdentityWorld.start(folder, server.freshDatabase());
                McpClient client = world.client();
                Person ada = world.person("ada");
                Person stranger = world.person("eve")) {
            Json tokens = TestGateway.json(
                    client.redeem(CLIENT, CALLBACK, code(client, ada)).body());
            String unused = code(client, ada);
            HttpResponse<String> consent = ada.visit(client.authorizationUrl(CLIENT, CALLBACK, "prompt", "consent"));
            String callback = stranger.callbackAfter(stranger.browser.get(client.authorizationUrl(CLIENT, CALLBACK)));
            server.stop();

            works(world, client, tokens);
            String refreshToken = tokens.text("refresh_token").orElseThrow();
            String revocation = "client_id=" + CLIENT + "&token=" + refreshToken;
            assertThat(Together.send(List.of(
                            () -> client.refresh(client.endpoint("token_endpoint"), CLIENT, refreshToken),
                            () -> client.redeem(CLIENT, CALLBACK, unused),
                            () -> client.post(client.endpoint("revocation_endpoint"), revocation),
                            () -> client.registration(CALLBACK))))
                    .allSatisfy(answer -> {
                        assertThat(TestGateway.json(answer.body()).text("error"))
                                .contains("temporarily_unavailable");
                        saysLater(answer);
                    });
            assertThat(pages(ada, stranger, consent, callback)).allSatisfy(page -> {
                assertThat(page.body()).contains("This cannot be done right now.");
                saysLater(page);
            });
            assertThat(ada.allow(client.authorizationUrl(CLIENT, CALLBACK)))
                    .as("RFC 6749 §4.1.2.1")
                    .startsWith(CALLBACK + "?error=temporarily_unavailable");
            ScimClient scim = new ScimClient(world.gateway);
            String group = "/Groups/00000000-0000-0000-0000-000000000000";
            assertThat(Together.send(List.of(
                            () -> scim.send("GET", "/Users", ""),
                            () -> scim.newUser("eve"),
                            () -> scim.send("DELETE", group, ""))))
                    .allSatisfy(answer -> {
                        assertThat(TestGateway.json(answer.body()).text("status"))
                                .contains("503");
                        saysLater(answer);
                    });
            works(world, client, tokens);

            server.restart();
            eventually(() -> assertThat(client.refresh(client.endpoint("token_endpoint"), CLIENT, refreshToken)
                            .statusCode())
                    .isEqualTo(200));
        }
    }

    private static String code(McpClient client, Person person) throws Exception {
        return client.code(person.allow(client.authorizationUrl(CLIENT, CALLBACK)), CALLBACK);
    }

    private static void works(IdentityWorld world, McpClient client, Json tokens) throws Exception {
        String token = tokens.text("access_token").orElseThrow();
        assertThat(client.listTools(token).body()).contains("\"echo\"");
        assertThat(world.gateway
                        .call("desk", token, "echo", "{\"text\":\"still here\"}")
                        .body())
                .contains("still here");
    }

    private static List<HttpResponse<String>> pages(
            Person known, Person stranger, HttpResponse<String> consent, String callback) throws Exception {
        List<HttpResponse<String>> pages = new ArrayList<>();
        pages.add(known.browser.submit(consent, "/oauth/authorize", Map.of("decision", "approve")));
        pages.add(known.browser.get("/account"));
        pages.add(known.browser.get("/login"));
        pages.add(stranger.browser.get(callback));
        pages.add(stranger.browser.get("/login/to/corp?return_to=%2Faccount"));
        return pages;
    }

    private static void saysLater(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after").orElse(""))
                .as(answer.uri().toString())
                .matches("[1-9][0-9]{0,2}");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.body()).doesNotContain("SQL", "Exception", "jdbc", "\tat ");
    }
}
