package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wire.WireTap;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways behind one address, on one database, are one authorization server; its people come by SCIM. */
class TwoGatewaysTest {
    private static final String CLIENT = "chatgpt-mcp-client";
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;
    /** So few that the first answer is not ten seconds old when the last one comes, however slow the machine is. */
    private static final int USES = 40;

    @TempDir
    static Path folder;

    private static IdentityWorld world;
    private static WireTap balancer;
    private static TestGateway first;
    private static TestGateway second;
    private static McpClient client;
    private static ScimClient scim;
    private static String staff;

    @BeforeAll
    static void start() throws Exception {
        world = IdentityWorld.prepare(folder, TestDatabase.shared().freshDatabase());
        first = world.gateway;
        second = world.gateway("second");
        balancer = WireTap.before(first.port, folder.resolve("balancer.wire"));
        first.publishedAt(balancer.port()).start().awaitUpstreams(1);
        second.publishedAt(balancer.port()).start().awaitUpstreams(1);
        client = world.client();
        scim = new ScimClient(first);
        staff = scim.group("Staff", List.of(scim.user("ada"), scim.user("ben"), scim.user("cyd")));
        Json tokens = connect("ben");
        until("the other gateway knows its people", () -> letsIn(second, tokens));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        balancer.close();
        world.close();
    }

    private static URI token(TestGateway gateway) {
        return URI.create("http://127.0.0.1:" + gateway.port + "/oauth/token");
    }

    private static boolean letsIn(TestGateway gateway, Json tokens) throws Exception {
        HttpResponse<String> tools = client.listTools(
                URI.create("http://127.0.0.1:" + gateway.port + "/vmcp/desk/mcp"),
                tokens.text("access_token").orElseThrow());
        return tools.statusCode() == 200 && tools.body().contains("\"echo\"");
    }

    private static Json ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestGateway.json(answer.body());
    }

    private static Json connect(String name) throws Exception {
        balancer.leadTo(first.port);
        try (Person person = world.person(name)) {
            String code = client.code(person.allow(client.authorizationUrl(CLIENT, CALLBACK)), CALLBACK);
            return ok(client.redeemAt(token(first), CLIENT, CALLBACK, code));
        }
    }

    private static String refreshToken(Json tokens) {
        return tokens.text("refresh_token").orElseThrow();
    }

    @Test
    void each_step_of_a_connection_may_come_to_another_gateway_than_the_one_before() throws Exception {
        try (Person ada = world.person("ada")) {
            HttpResponse<String> begun = ada.browser.get(client.authorizationUrl(CLIENT, CALLBACK));
            String callback = ada.callbackAfter(begun);
            at(second, ada);
            HttpResponse<String> consent = ada.visit(callback);
            at(first, ada);
            String code = client.code(ada.agree(consent), CALLBACK);

            Json tokens = ok(client.redeemAt(token(second), CLIENT, CALLBACK, code));
            assertThat(letsIn(first, tokens)).isTrue();
            Json renewed = ok(client.refresh(token(first), CLIENT, refreshToken(tokens)));
            assertThat(letsIn(second, renewed)).isTrue();
            assertThat(ok(client.refresh(token(second), CLIENT, refreshToken(renewed)))
                            .text("refresh_token"))
                    .isPresent();
        }
    }

    private static void at(TestGateway gateway, Person person) {
        balancer.leadTo(gateway.port);
        person.reconnect();
    }

    @Test
    void many_uses_of_one_refresh_token_at_both_make_one_successor() throws Exception {
        String refreshToken = refreshToken(connect("ben"));
        Set<String> successors = new HashSet<>();
        for (HttpResponse<String> answer : Together.send(IntStream.range(0, USES)
                .<Callable<HttpResponse<String>>>mapToObj(i ->
                        () -> client.refresh(token(i % 2 == 0 ? first : second), CLIENT, refreshToken))
                .toList())) {
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
            TestGateway.json(answer.body()).text("refresh_token").ifPresent(successors::add);
        }
        assertThat(successors).hasSize(1).doesNotContain(refreshToken);
        Json renewed =
                ok(client.refresh(token(first), CLIENT, successors.iterator().next()));
        assertThat(letsIn(second, renewed)).isTrue();
    }

    @Test
    void a_connection_that_is_revoked_at_one_is_refused_at_the_other() throws Exception {
        Json tokens = connect("ben");
        assertThat(letsIn(second, tokens)).isTrue();
        URI revoke = URI.create("http://127.0.0.1:" + first.port + "/oauth/revoke");
        assertThat(client.post(revoke, "client_id=" + CLIENT + "&token=" + refreshToken(tokens))
                        .statusCode())
                .isEqualTo(200);
        long revoked = System.nanoTime();
        assertThat(letsIn(first, tokens)).as("here at once").isFalse();
        until("refused at the other gateway", () -> !letsIn(second, tokens));
        tell("a revocation reached the other gateway", revoked);
    }

    /** Both the stream and the next call are at the gateway that was not told. */
    @Test
    void whoever_a_group_loses_loses_what_was_open_too() throws Exception {
        Json tokens = connect("cyd");
        assertThat(letsIn(second, tokens)).isTrue();
        balancer.leadTo(second.port);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Stream<String> stream =
                second.listen("desk", tokens.text("access_token").orElseThrow()).get();
        Thread.startVirtualThread(() -> {
            stream.forEach(_ -> open.countDown());
            ended.countDown();
        });
        open.await();

        String cyd = Json.read(scim.send("GET", "/Users?filter=userName%20eq%20%22cyd%22", "")
                        .body())
                .member("Resources")
                .orElseThrow()
                .elements()
                .getFirst()
                .text("id")
                .orElseThrow();
        scim.remove(staff, cyd);
        long removed = System.nanoTime();
        until("the next call is refused", () -> !letsIn(second, tokens));
        tell("a removal by SCIM reached the other gateway", removed);
        until("the stream ends", () -> ended.getCount() == 0);
        tell("its stream ended", removed);
        assertThat(letsIn(first, tokens)).isFalse();
        assertThat(client.refresh(token(first), CLIENT, refreshToken(tokens)).statusCode())
                .isEqualTo(400);
    }

    private static void tell(String what, long since) {
        System.out.printf(
                "%s after %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }
}
