package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.browser.Window;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several bundles the one that a person chose governs what their client does. */
class BundleChoiceTest {
    private static final String CLIENT = "chatgpt-mcp-client";
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    private final IdentityWorld world = IdentityWorld.shared();
    private McpClient client;

    @BeforeEach
    void discover() throws Exception {
        client = world.client();
    }

    @AfterEach
    void close() {
        client.close();
        world.areIn("Staff");
    }

    @Test
    void a_person_of_two_bundles_chooses_in_a_browser_and_is_governed_by_the_choice() throws Exception {
        world.areIn("Staff", "Leads");
        Window window = SharedChromium.window();
        window.go(client.authorizationUrl(CLIENT, CALLBACK, "prompt", "consent"));
        window.fill("Name", "joan");
        window.clickButton("Log in");
        window.arriveAt(client.endpoint("authorization_endpoint").toString());
        assertThat(window.text()).contains("What may it use?", "staff", "leads");
        window.clickRadio("desk leads");
        window.clickButton("Let it in");
        until("an answer to the client", () -> !window.elsewhere().isEmpty());

        String token = token(window.elsewhere().getFirst());

        assertThat(echo(token)).contains("Unknown tool");
        recordedUnder("leads", "call_refused");
    }

    @Test
    void without_a_choice_the_order_of_the_file_decides() throws Exception {
        world.areIn("Leads");
        try (Person kate = world.person("kate");
                Person later = world.person("kate")) {
            String token = token(kate.allow(client.authorizationUrl(CLIENT, CALLBACK)));
            assertThat(echo(token)).contains("Unknown tool");

            world.areIn("Leads", "Staff");
            later.visit(world.gateway.url() + "/login/to/corp?return_to=%2Flogin");

            assertThat(echo(token)).contains("hello");
            recordedUnder("staff", "call_attempted");
        }
    }

    @Test
    void nobody_gets_a_bundle_that_is_not_theirs() throws Exception {
        try (Person max = world.person("max")) {
            var consent = max.visit(client.authorizationUrl(CLIENT, CALLBACK));
            var answer = max.browser.submit(
                    consent, "/oauth/authorize", Map.of("decision", "approve", "option", "desk/leads"));
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    private String token(String answer) throws Exception {
        String code = client.code(answer, CALLBACK);
        return TestGateway.json(client.redeem(CLIENT, CALLBACK, code).body())
                .text("access_token")
                .orElseThrow();
    }

    private String echo(String token) throws Exception {
        return world.gateway.call("desk", token, "echo", "{\"text\":\"hello\"}").body();
    }

    private void recordedUnder(String bundle, String type) throws Exception {
        String where = "bundle = '" + bundle + "' and type = '" + type + "' and tool = 'echo'";
        assertThat(world.rows.await(where, count -> count > 0, SHIPPING_WAIT_MAX))
                .isPositive();
    }
}
