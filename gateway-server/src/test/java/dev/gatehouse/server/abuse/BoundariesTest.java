package dev.gatehouse.server.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.abuse.Ask.Said;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T03, T33, T35, T36: what a caller who was let in can not get at. */
class BoundariesTest {
    private static final int MIXED_CALLS = 1_000;
    private static final int CALLERS = 4;
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static RawUpstream upstream;
    private static AuditRows rows;
    private static McpCaller alice;
    private static McpCaller aliceElsewhere;
    private static McpCaller bob;

    @BeforeAll
    static void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = RawUpstream.start(List.of("echo", "hidden", "denied"), RawUpstream::echo);
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  raw: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { raw: { tools: { deny: [hidden] } } } }
                  other: { names: original, upstreams: { raw: {} } }
                agents:
                  alice: { bundle: team }
                  bob: { bundle: team }
                  stranger: { bundle: nothing }
                bundles:
                  team: { virtualServers: [main, other], policies: [careful] }
                  nothing: {}
                policies:
                  careful:
                    - { tools: ["denied"], deny: "Not for you." }
                """.formatted(upstream.url()))
                .start();
        TestGateway.Credential credential = gateway.credential("alice");
        alice = new McpCaller(gateway, "main", gateway.token(credential, "main")).awaitTools("echo");
        aliceElsewhere = new McpCaller(gateway, "other", gateway.token(credential, "other"));
        bob = McpCaller.of(gateway, "bob", "main");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void a_session_is_of_one_agent_at_one_virtual_server() throws Exception {
        String session = alice.session("2025-11-25");
        assertThat(alice.legacyCall(session, "echo", "{}").send(gateway.port).status())
                .isEqualTo(200);
        for (McpCaller thief : List.of(bob, aliceElsewhere)) {
            for (Ask ask : List.of(
                    thief.legacyCall(session, "echo", "{}"),
                    thief.legacy(session, "tools/list", ""),
                    thief.legacy(session, "ping", ""),
                    withdrawal(thief, session),
                    end(thief, session))) {
                assertThat(ask.send(gateway.port).status()).as(ask.toString()).isEqualTo(404);
            }
        }
        assertThat(alice.legacyCall(session, "echo", "{}").send(gateway.port).status())
                .as("after all of that")
                .isEqualTo(200);
        assertThat(end(alice, session).send(gateway.port).status()).isEqualTo(204);
        assertThat(alice.legacyCall(session, "echo", "{}").send(gateway.port).status())
                .isEqualTo(404);
    }

    @Test
    void a_hidden_or_denied_tool_answers_as_if_it_did_not_exist() throws Exception {
        int sent = upstream.calls();
        String session = alice.session("2025-11-25");
        Said unknown = alice.call("nosuch", "{}");
        Said unknownInSession = alice.legacyCall(session, "nosuch", "{}").send(gateway.port);
        assertThat(unknown.code()).isEqualTo(-32602);
        for (String tool : List.of("hidden", "denied", "raw_echo", "ECHO")) {
            assertThat(withoutDate(alice.call(tool, "{}"))).as(tool).isEqualTo(withoutDate(unknown));
            assertThat(withoutDate(alice.legacyCall(session, tool, "{}").send(gateway.port)))
                    .as(tool)
                    .isEqualTo(withoutDate(unknownInSession));
        }
        String listed = alice.modern("tools/list", "").send(gateway.port).body();
        assertThat(listed).contains("echo").doesNotContain("hidden").doesNotContain("denied");
        assertThat(upstream.calls()).isEqualTo(sent);
        assertThat(rows.await(
                        "type = 'call_refused' and tool in ('hidden', 'denied', 'nosuch')",
                        count -> count >= 6,
                        SHIPPING_WAIT_MAX))
                .as("refusals on record, with the name that was asked for")
                .isGreaterThanOrEqualTo(6);
    }

    @Test
    void an_agent_whose_bundle_grants_nothing_gets_no_token() throws Exception {
        assertThat(gateway.requestToken(gateway.credential("stranger"), "main").statusCode())
                .isEqualTo(400);
        assertThat(rows.await("type = 'token_refused'", count -> count >= 1, SHIPPING_WAIT_MAX))
                .isPositive();
    }

    @Test
    void a_thousand_calls_of_both_eras_carry_no_client_token_upstream_and_each_is_on_record() throws Exception {
        String session = bob.session("2025-06-18");
        long attempted = rows.await("type = 'call_attempted'", n -> n == upstream.calls(), SHIPPING_WAIT_MAX);
        int sent = upstream.calls();
        AtomicInteger next = new AtomicInteger();
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int n = next.getAndIncrement(); n < MIXED_CALLS; n = next.getAndIncrement()) {
                    callOnce(n, session, failures);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
        assertThat(upstream.calls()).isEqualTo(sent + MIXED_CALLS);
        for (String received : upstream.received()) {
            assertThat(received)
                    .doesNotContainIgnoringCase("authorization")
                    .doesNotContainIgnoringCase("bearer")
                    .doesNotContain(alice.token())
                    .doesNotContain(bob.token())
                    .doesNotContain(session)
                    .doesNotContainIgnoringCase("forged-header");
        }
        assertThat(rows.await("type = 'call_attempted'", n -> n >= attempted + MIXED_CALLS, SHIPPING_WAIT_MAX))
                .as("intents on record for what was sent")
                .isEqualTo(attempted + MIXED_CALLS);
        assertThat(rows.await("type = 'call_completed'", n -> n >= attempted + MIXED_CALLS, SHIPPING_WAIT_MAX))
                .isEqualTo(attempted + MIXED_CALLS);
    }

    /** Each answer must be the caller's own: the argument comes back. */
    private static void callOnce(int n, String session, ConcurrentLinkedQueue<String> failures) {
        String arguments = "{\"say\":\"nonce-" + n + ".\"}";
        Ask ask = n % 2 == 0 ? alice.modernCall("echo", arguments) : bob.legacyCall(session, "echo", arguments);
        try {
            Said said = ask.with("X-Api-Key", "forged-header")
                    .with("Cookie", "forged-header=1")
                    .send(gateway.port);
            if (said.status() != 200 || !said.body().contains("nonce-" + n + ".")) {
                failures.add(said.status() + " " + said.body());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    private static Ask withdrawal(McpCaller caller, String session) {
        return caller.legacy(session, "x", "")
                .saying("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
    }

    private static Ask end(McpCaller caller, String session) {
        return Ask.of("DELETE", "/vmcp/" + caller.server() + "/mcp")
                .with("Authorization", "Bearer " + caller.token())
                .with("Mcp-Session-Id", session);
    }

    private static String withoutDate(Said said) {
        return said.head().replaceAll("(?im)^date:.*$", "") + said.body();
    }
}
