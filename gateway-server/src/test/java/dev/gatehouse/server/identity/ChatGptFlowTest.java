package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.browser.Window;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ChatGPT's way from one URL to a list of tools, in each of the ways in which a client can be known. */
class ChatGptFlowTest {
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;
    private static final String STATIC = "chatgpt-mcp-client";

    private final IdentityWorld world = IdentityWorld.shared();
    private McpClient client;

    @BeforeEach
    void discover() throws Exception {
        client = world.client();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_client_that_a_document_describes_gets_to_its_tools() throws Exception {
        assertThat(client.serverMetadata().member("client_id_metadata_document_supported"))
                .contains(Json.of(true));
        connects(world.document.clientId(), CALLBACK);
    }

    @Test
    void a_client_that_registers_itself_does_too() throws Exception {
        connects(client.register(CALLBACK), CALLBACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {CALLBACK, "https://chat.openai.com/oauth/callback"})
    void so_does_the_one_that_is_known_beforehand_at_either_callback(String callback) throws Exception {
        connects(STATIC, callback);
    }

    private void connects(String clientId, String callback) throws Exception {
        try (Person ada = world.person("ada")) {
            String code = client.code(ada.allow(client.authorizationUrl(clientId, callback)), callback);
            HttpResponse<String> tokens = client.redeem(clientId, callback, code);
            assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
            assertThat(tokens.headers().firstValue("cache-control")).contains("no-store");
            worksUntilRefreshedAndAfter(clientId, TestGateway.json(tokens.body()));
        }
    }

    private void worksUntilRefreshedAndAfter(String clientId, Json tokens) throws Exception {
        assertThat(tokens.text("token_type")).contains("Bearer");
        assertThat(client.listTools(tokens.text("access_token").orElseThrow()).body())
                .contains("\"echo\"");
        HttpResponse<String> renewed = client.refresh(
                client.endpoint("token_endpoint"),
                clientId,
                tokens.text("refresh_token").orElseThrow());
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
        assertThat(client.listTools(TestGateway.json(renewed.body())
                                .text("access_token")
                                .orElseThrow())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_person_in_a_browser_is_led_through_login_and_consent_to_the_client() throws Exception {
        Window window = SharedChromium.window();
        window.go(client.authorizationUrl(world.document.clientId(), CALLBACK));
        window.fill("Name", "grace");
        window.clickButton("Log in");
        window.arriveAt(client.endpoint("authorization_endpoint").toString());
        assertThat(window.text())
                .contains("ChatGPT", "corp/grace", "desk", "chatgpt.com", "Nobody has checked that name");
        window.clickButton("Let it in");
        until(
                "the browser goes to the client by itself",
                () -> !window.elsewhere().isEmpty());

        String code = client.code(window.elsewhere().getFirst(), CALLBACK);
        HttpResponse<String> tokens = client.redeem(world.document.clientId(), CALLBACK, code);
        worksUntilRefreshedAndAfter(world.document.clientId(), TestGateway.json(tokens.body()));
    }

    @Test
    void who_nobody_knows_and_where_nobody_may_be_sent_is_told_to_the_person_only() throws Exception {
        try (Person ada = world.person("ada")) {
            for (String url : new String[] {
                client.authorizationUrl("somebody", CALLBACK),
                client.authorizationUrl("https://127.0.0.1/oauth/client.json", CALLBACK),
                client.authorizationUrl(world.document.clientId().replace("client.json", "other.json"), CALLBACK),
                client.authorizationUrl(world.document.clientId(), "https://evil.test/cb"),
                client.authorizationUrl(STATIC, CALLBACK + "/x"),
            }) {
                HttpResponse<String> page = ada.visit(url);
                assertThat(page.statusCode()).as(url).isEqualTo(400);
                assertThat(page.headers().firstValue("location")).as(url).isEmpty();
                assertThat(page.body()).contains("That did not work").doesNotContain("Exception");
            }
        }
    }

    @Test
    void a_code_counts_once_for_whom_it_was_meant_and_takes_its_tokens_along_when_it_comes_again() throws Exception {
        try (Person ada = world.person("ada")) {
            for (String[] wrong : new String[][] {
                {"code_verifier", "another-verifier-of-more-than-43-characters-xxxx"},
                {"resource", world.gateway.mcpUrl("attic")},
                {"client_id", "suite"},
                {"redirect_uri", "https://chat.openai.com/oauth/callback"},
            }) {
                refused(client.redeem(STATIC, CALLBACK, code(ada), wrong), "invalid_grant");
            }
            String code = code(ada);
            String token = TestGateway.json(
                            client.redeem(STATIC, CALLBACK, code).body())
                    .text("access_token")
                    .orElseThrow();
            assertThat(client.listTools(token).statusCode()).isEqualTo(200);
            refused(client.redeem(STATIC, CALLBACK, code), "invalid_grant");
            assertThat(client.listTools(token).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_resource_of_others_and_a_challenge_in_the_clear_are_refused_at_the_client() throws Exception {
        try (Person ada = world.person("ada")) {
            for (String[] wrong : new String[][] {
                {"resource", "https://elsewhere.test/mcp", "invalid_target"},
                {"code_challenge_method", "plain", "invalid_request"},
                {"scope", "admin:everything", "invalid_scope"},
            }) {
                String answer = ada.allow(client.authorizationUrl(STATIC, CALLBACK, wrong[0], wrong[1]));
                assertThat(answer).startsWith(CALLBACK + "?error=" + wrong[2]).contains("iss=", "state=");
            }
        }
    }

    @Test
    void an_answer_of_the_provider_counts_once_and_in_one_browser() throws Exception {
        try (Person ada = world.person("ada");
                Person eve = world.person("eve")) {
            String replayed = ada.callbackAfter(ada.browser.get(client.authorizationUrl(STATIC, CALLBACK)));
            assertThat(eve.browser.get(replayed).statusCode()).isEqualTo(403);
            assertThat(ada.browser.get(replayed).statusCode()).isEqualTo(303);
            assertThat(ada.browser.get(replayed).statusCode()).isEqualTo(403);
        }
    }

    private String code(Person person) throws Exception {
        return client.code(person.allow(client.authorizationUrl(STATIC, CALLBACK)), CALLBACK);
    }

    private static void refused(HttpResponse<String> answer, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(TestGateway.json(answer.body()).text("error")).contains(error);
    }
}
