package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A held call from the agent that makes it to the people who decide, through a whole gateway and its pages. */
class ApprovalFlowTest {
    private static final String SHOWS_LINKS = "{\"elicitation\":{\"url\":{}}}";

    private static final IdentityWorld WORLD = IdentityWorld.shared();
    private static String token;

    @BeforeAll
    static void credential() throws Exception {
        token = WORLD.gateway.token(WORLD.gateway.credential("clerk"), "vault");
    }

    @AfterEach
    void leave() {
        WORLD.areIn("Staff");
    }

    @Test
    void a_modern_client_is_led_to_the_page_and_its_retry_is_made_once_it_was_approved_there() throws Exception {
        Json held = result(call("{\"text\":\"one\"}", ""));
        assertThat(held.text("resultType")).contains("input_required");
        Json asked =
                held.member("inputRequests").orElseThrow().member("approval").orElseThrow();
        Json params = asked.member("params").orElseThrow();
        assertThat(params.text("mode")).contains("url");
        assertThat(params.text("message").orElse("")).contains("It leaves the house.");
        String url = params.text("url").orElseThrow();
        String retry = ",\"requestState\":\"" + held.text("requestState").orElseThrow()
                + "\",\"inputResponses\":{\"approval\":{\"action\":\"accept\"}}";

        assertThat(result(call("{\"text\":\"one\"}", retry)).text("resultType"))
                .as("nobody decided yet")
                .contains("input_required");
        assertThat(page("staff.member", url, "Staff").statusCode())
                .as("not for everybody")
                .isEqualTo(404);
        decideOnPage("lea", url, "approve", "Approved");
        assertThat(call("{\"text\":\"other\"}", retry).body())
                .as("for other arguments")
                .contains("error");
        assertThat(text(call("{\"text\":\"one\"}", retry))).isEqualTo("one");
        assertThat(result(call("{\"text\":\"one\"}", retry)).text("resultType"))
                .as("an approval is used once")
                .contains("input_required");
    }

    @Test
    void a_client_that_will_not_open_the_page_is_told_in_words() throws Exception {
        Json held = result(call("{\"text\":\"declined\"}", ""));
        String retry = ",\"requestState\":\"" + held.text("requestState").orElseThrow()
                + "\",\"inputResponses\":{\"approval\":{\"action\":\"decline\"}}";
        assertThat(text(call("{\"text\":\"declined\"}", retry))).contains("waits for an approval", "/approvals/");
    }

    @Test
    void any_other_client_reads_a_link_and_makes_the_same_call_again() throws Exception {
        String first = text(plain("{\"text\":\"two\"}"));
        assertThat(id(text(plain("{ \"text\" : \"two\" }")))).isEqualTo(id(first));
        assertThat(approval("list").out()).contains(id(first));
        assertThat(approval("show", id(first)).out()).contains("\"text\": \"two\"");
        carriedOut("approve", id(first));
        assertThat(approval("approve", id(first)).err()).contains("approved already");
        assertThat(text(plain("{\"text\":\"two\"}"))).isEqualTo("two");
        assertThat(text(plain("{\"text\":\"two\"}")))
                .contains("waits for an approval")
                .doesNotContain(id(first));
    }

    @Test
    void a_legacy_client_is_told_in_words_too() throws Exception {
        String session = opened("vault", token);
        String call = "{\"name\":\"echo\",\"arguments\":{\"text\":\"three\"}}";
        String held = text(legacy("vault", token, session, "tools/call", call));
        assertThat(held).contains("waits for an approval");
        assertThat(WORLD.gateway
                        .admin("POST", "/api/v1/approvals/" + id(held) + "/approve", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(text(legacy("vault", token, session, "tools/call", call))).isEqualTo("three");
    }

    @Test
    void a_denial_tells_the_caller_why() throws Exception {
        String id = id(text(plain("{\"text\":\"four\"}")));
        carriedOut("deny", id, "--comment", "not today");
        assertThat(text(plain("{\"text\":\"four\"}"))).contains("denied", "not today");
    }

    @Test
    void a_standing_approval_lets_all_alike_through_until_it_is_revoked() throws Exception {
        String id = id(text(plain("{\"text\":\"five\"}")));
        carriedOut("approve", id, "--for", "1h");
        try {
            assertThat(text(plain("{\"text\":\"six\"}"))).isEqualTo("six");
        } finally {
            String standing = approval("standing").out();
            carriedOut("revoke", standing.substring(0, 16));
        }
        assertThat(text(plain("{\"text\":\"seven\"}"))).contains("waits for an approval");
    }

    @Test
    void an_approved_call_is_made_by_the_gateway_once_and_its_result_waits_for_its_caller() throws Exception {
        String robot = WORLD.gateway.token(WORLD.gateway.credential("robot"), "annex");
        String text = "by itself " + UUID.randomUUID();
        String arguments = "{\"text\":\"" + text + "\"}";
        String id = id(text(WORLD.gateway.call("annex", robot, "echo", arguments)));
        carriedOut("approve", id);
        eventually(() -> assertThat(shown(id)).contains("\"executed\"", "\"outcome\":\"ok\""));
        assertThat(approval("show", id).out()).contains("executed", "by the gateway: ok");
        assertThat(WORLD.said(text)).isEqualTo(1);
        assertThat(text(WORLD.gateway.call("annex", robot, "echo", arguments))).isEqualTo(text);
        String legacy = "{\"name\":\"echo\",\"arguments\":" + arguments + "}";
        assertThat(text(legacy("annex", robot, opened("annex", robot), "tools/call", legacy)))
                .as("in the other era")
                .isEqualTo(text);
        assertThat(WORLD.said(text)).isEqualTo(1);
        assertThat(WORLD.rows.await(
                        "type = 'call_completed' and call_id in (select call_id from audit.event where"
                                + " type = 'call_attempted' and subject = 'robot' and peer = 'gatehouse'"
                                + " and reasons like '%approval " + id + "%')",
                        count -> count == 1,
                        WAIT_MAX))
                .isEqualTo(1);
    }

    @Test
    void an_approved_call_is_not_made_for_an_agent_that_was_switched_off_meanwhile() throws Exception {
        String robot = WORLD.gateway.token(WORLD.gateway.credential("robot"), "annex");
        String text = "too late " + UUID.randomUUID();
        String id = id(text(WORLD.gateway.call("annex", robot, "echo", "{\"text\":\"" + text + "\"}")));
        String switched = "{\"kind\":\"agent\",\"name\":\"robot\",\"reason\":\"incident 12\"}";
        WORLD.gateway.admin("POST", "/api/v1/kills", switched);
        try {
            carriedOut("approve", id);
            eventually(() -> assertThat(shown(id)).contains("\"approved\"", "\"outcome\":\"not_admitted\""));
            assertThat(WORLD.said(text)).isZero();
        } finally {
            WORLD.gateway.admin("POST", "/api/v1/kills/revive", switched);
        }
    }

    private static String shown(String id) throws IOException {
        return WORLD.gateway.admin("GET", "/api/v1/approvals/" + id).body();
    }

    @Test
    void nobody_approves_for_an_agent_that_they_answer_for() throws Exception {
        String id = id(text(plain("{\"text\":\"eight\"}")));
        HttpResponse<String> page = page("olga", WORLD.gateway.url() + "/approvals/" + id, "Leads");
        assertThat(page.body()).contains("of an agent of their own").doesNotContain("Approve this call");
    }

    private static void decideOnPage(String name, String url, String decision, String told) throws Exception {
        WORLD.areIn("Leads");
        try (Person person = WORLD.person(name)) {
            HttpResponse<String> page = person.visit(url);
            assertThat(page.body()).contains("clerk", "It leaves the house.", "&quot;one&quot;");
            HttpResponse<String> done =
                    person.browser.submit(page, URI.create(url).getPath(), Map.of("decision", decision));
            assertThat(done.body()).contains(told);
        }
    }

    private static HttpResponse<String> page(String name, String url, String group) throws Exception {
        WORLD.areIn(group);
        try (Person person = WORLD.person(name)) {
            return person.visit(url);
        }
    }

    /** @param more members of the parameters, each with a comma before it */
    private static HttpResponse<String> call(String arguments, String more) throws Exception {
        return WORLD.gateway.send(WORLD.gateway.callRequest("vault", token, "echo", arguments + more, SHOWS_LINKS));
    }

    private static TestGateway.Ran approval(String... verb) throws Exception {
        List<String> line = new ArrayList<>(List.of("approval"));
        line.addAll(List.of(verb));
        line.addAll(List.of("--config", WORLD.gateway.config().toString()));
        return WORLD.gateway.run(line.toArray(String[]::new));
    }

    private static void carriedOut(String... verb) throws Exception {
        TestGateway.Ran ran = approval(verb);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    }

    private static HttpResponse<String> plain(String arguments) throws Exception {
        return WORLD.gateway.call("vault", token, "echo", arguments);
    }

    /** A session of the legacy era. */
    private static String opened(String server, String bearer) throws Exception {
        return legacy(server, bearer, "", "initialize", """
                {"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}""")
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    private static HttpResponse<String> legacy(
            String server, String bearer, String session, String method, String params) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(WORLD.gateway.mcpUrl(server)))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-06-18");
        }
        return WORLD.gateway.send(request.build());
    }

    private static Json result(HttpResponse<String> answer) {
        return TestGateway.json(answer.body()).member("result").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private static String text(HttpResponse<String> answer) {
        return result(answer)
                .member("content")
                .orElseThrow()
                .elements()
                .getFirst()
                .text("text")
                .orElseThrow();
    }

    private static String id(String text) {
        Matcher link = IdentityWorld.APPROVAL.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }
}
