package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.browser.Jar;
import dev.gatehouse.testkit.browser.Window;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every page of a running gateway keeps to, and that everybody can read those that only a whole gateway shows. */
class EveryPageTest {
    private static final Pattern INLINE = Pattern.compile("(?i)<script|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;
    private static final String CHATGPT = "chatgpt-mcp-client";

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
    void no_page_runs_a_script_or_can_be_framed_stored_or_sent_elsewhere() throws Exception {
        List<HttpResponse<String>> pages = new ArrayList<>();
        try (Person ann = world.person("ann")) {
            for (String path : List.of("/login?return_to=%2Faccount", "/login/local", "/setup", "/login/to/nobody")) {
                pages.add(ann.browser.get(path));
            }
            pages.add(ann.browser.get("/login/callback/corp?state=x&code=y"));
            pages.add(ann.visit(client.authorizationUrl("nobody", CALLBACK)));
            pages.add(ann.visit(client.authorizationUrl(CHATGPT, CALLBACK, "prompt", "consent")));
            pages.add(ann.browser.submit(pages.getLast(), "/oauth/authorize", Map.of("decision", "deny")));
            HttpResponse<String> consent = ann.visit(client.authorizationUrl(CHATGPT, CALLBACK, "prompt", "consent"));
            pages.add(ann.browser.submit(consent, "/oauth/authorize", Map.of("decision", "approve")));
            pages.add(ann.browser.submit(consent, "/oauth/authorize", Map.of("decision", "approve")));
            pages.add(ann.browser.post("/oauth/authorize", Map.of("question", "x"), world.gateway.url()));
            pages.add(ann.browser.get("/account"));
            pages.add(ann.browser.get("/approvals"));
            pages.add(ann.browser.get("/approvals/" + world.heldCall()));
            pages.add(ann.browser.get("/login"));
            pages.add(ann.browser.submit(pages.getLast(), "/logout", Map.of()));
        }
        assertThat(pages).allSatisfy(EveryPageTest::isSealed);
    }

    private static void isSealed(HttpResponse<String> page) {
        String where = page.request().method() + " " + page.uri().getPath();
        assertThat(page.headers().firstValue("content-type")).as(where).contains("text/html; charset=utf-8");
        assertThat(page.body()).as(where).doesNotContainPattern(INLINE);
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .as(where)
                .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "script-src", "*", "http");
        assertThat(page.headers().firstValue("cache-control")).as(where).contains("no-store");
        assertThat(page.headers().firstValue("x-content-type-options"))
                .as(where)
                .contains("nosniff");
        assertThat(page.headers().firstValue("referrer-policy")).as(where).contains("same-origin");
        cookies(page, where);
    }

    private static void cookies(HttpResponse<String> page, String where) {
        assertThat(page.headers().allValues("set-cookie"))
                .as(where)
                .allSatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-")
                        .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
                        .doesNotContainIgnoringCase("domain="));
    }

    @Test
    void cookies_are_for_this_host_alone() throws Exception {
        try (Person ann = world.person("ann")) {
            HttpResponse<String> begun = ann.browser.get("/login/to/corp?return_to=%2Faccount");
            HttpResponse<String> done = ann.browser.get(ann.callbackAfter(begun));
            for (HttpResponse<String> answer : List.of(begun, done)) {
                assertThat(answer.headers().allValues("set-cookie")).isNotEmpty();
                cookies(answer, Jar.location(answer));
            }
        }
    }

    @Test
    void the_way_from_a_login_to_the_connected_applications_can_be_read_by_everybody_on_any_screen() throws Exception {
        world.areIn("Staff", "Leads");
        Window window = SharedChromium.window();
        window.go(world.gateway.url() + "/login?return_to=%2Faccount");
        inspect(window, "choice");
        window.go(world.gateway.url() + "/setup");
        inspect(window, "setup");
        window.go(client.authorizationUrl(world.document.clientId(), CALLBACK));
        logIn(window);
        inspect(window, "chooser");
        window.clickButton("Let it in");
        eventually(() -> assertThat(window.elsewhere()).isNotEmpty());
        inspect(window, "onward");
        window.go(world.gateway.url() + "/account");
        assertThat(window.text()).contains("ChatGPT", "Disconnect");
        inspect(window, "account");
        window.go(world.gateway.url() + "/approvals/" + world.heldCall());
        assertThat(window.text()).contains("clerk", "It leaves the house.", "Approve this call");
        inspect(window, "approval");
        window.go(world.gateway.url() + "/approvals");
        assertThat(window.text()).contains("vault/echo");
        inspect(window, "approvals");
        window.go(world.gateway.url() + "/login");
        inspect(window, "signed-in");
        window.go(client.authorizationUrl("nobody", CALLBACK));
        inspect(window, "unknown-client");
        assertThat(window.complaints()).noneMatch(text -> text.contains("Policy"));
    }

    /** Browsers hold a redirect after a form against {@code form-action}, which can name neither of these. */
    @ParameterizedTest
    @CsvSource({"editor, cursor://anysphere.cursor-mcp/oauth/callback", "six, 'http://[::1]:49152/callback'"})
    void a_private_scheme_and_a_numeric_loopback_address_are_reached_from_a_page(String clientId, String callback)
            throws Exception {
        Window window = SharedChromium.window();
        window.go(client.authorizationUrl(clientId, callback));
        logIn(window);
        inspect(window, clientId + "-consent");
        window.clickButton("Let it in");
        eventually(() -> assertThat(window.text()).contains("Back to the application"));
        assertThat(window.html()).contains("content=\"0;url=" + callback + "?code=");
        inspect(window, clientId + "-onward");
        assertThat(window.complaints()).noneMatch(text -> text.contains("Policy"));
    }

    private static void logIn(Window window) {
        window.fill("Name", "somebody.with-a-long-name-that-has-to-be-broken-somewhere");
        window.clickButton("Log in");
        eventually(() -> assertThat(window.text()).contains("act for you?"));
    }

    private static void inspect(Window window, String name) throws Exception {
        Path shots = Files.createDirectories(Path.of("target/screenshots"));
        window.screenshot(shots.resolve(name + ".png"));
        assertThat(window.violations()).as(name).isEmpty();
        window.resize(360);
        assertThat(window.overflowPixels()).as(name).isZero();
        window.screenshot(shots.resolve(name + "-small.png"));
        window.resize(1024);
    }
}
