package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.testkit.browser.Jar;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAccountTest {
    private static final String PASSWORD = "four words nobody connects";

    private LoginWorld world;
    private Jar jar;

    @BeforeEach
    void open() throws Exception {
        world = LoginWorld.open();
        jar = new Jar(world.server.url());
    }

    @AfterEach
    void close() {
        jar.close();
        world.close();
    }

    @Test
    void theTokenMakesOneOwnerOnceAndIsNeverMadeAgain() throws Exception {
        String token = world.local.bootstrapToken().orElseThrow();
        assertThat(world.local.bootstrapToken())
                .as("another start within the hour")
                .isEmpty();

        assertThat(setUp(jar, token, "Root", PASSWORD).body()).contains("The gateway has an owner");
        assertThat(jar.get("/who").body()).isEqualTo("local/root");
        assertThat(setUp(jar, token, "second", PASSWORD).statusCode()).isEqualTo(403);

        world.world.clock.advance(Duration.ofDays(1));
        assertThat(world.local.bootstrapToken()).isEmpty();
        assertThat(world.world.journal.events(AuditEvent.Administered.class))
                .extracting(AuditEvent.Administered::action)
                .containsExactly("owner.create", "login");
    }

    @Test
    void aTokenThatNobodyUsedForAnHourIsReplaced() throws Exception {
        String old = world.local.bootstrapToken().orElseThrow();
        world.world.clock.advance(Duration.ofHours(1));

        assertThat(setUp(jar, old, "root", PASSWORD).statusCode()).isEqualTo(403);
        String fresh = world.local.bootstrapToken().orElseThrow();

        assertThat(fresh).isNotEqualTo(old);
        assertThat(setUp(jar, old, "root", PASSWORD).statusCode()).isEqualTo(403);
        assertThat(setUp(jar, fresh, "root", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void ofManyWhoUseTheTokenAtOnceOneBecomesOwner() throws Exception {
        String token = world.local.bootstrapToken().orElseThrow();
        List<Callable<Integer>> tries = IntStream.range(0, 6)
                .<Callable<Integer>>mapToObj(number -> () -> {
                    try (Jar browser = new Jar(world.server.url())) {
                        return setUp(browser, token, "root" + number, PASSWORD).statusCode();
                    }
                })
                .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(tries)).extracting(Future::get).containsOnlyOnce(200);
        }
    }

    @Test
    void whoSitsElsewhereIsNotLetNearTheSetup() throws Exception {
        for (Map<String, List<String>> headers :
                List.of(Map.<String, List<String>>of(), Map.of("x-forwarded-for", List.of("203.0.113.9")))) {
            Endpoint setup = world.local.endpoints().stream()
                    .filter(endpoint -> endpoint.path().toString().equals("/setup"))
                    .findFirst()
                    .orElseThrow();
            String peer = headers.isEmpty() ? "192.0.2.7" : "127.0.0.1";

            Answer answer = setup.handler()
                    .handle(new Request(Endpoint.Method.GET, "/setup", Map.of(), "", headers, new byte[0], peer));

            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "root, short-one",
        "root, aaaaaaaaaaaaaaaa",
        "root, my-root-password-1",
        "'ro ot', four words nobody connects",
        "../root, four words nobody connects",
    })
    void aBadNameOrPasswordIsSentBackAndTheTokenStaysGood(String user, String password) throws Exception {
        String token = world.local.bootstrapToken().orElseThrow();

        assertThat(setUp(jar, token, user, password).statusCode()).isEqualTo(400);
        assertThat(setUp(jar, token, "root", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void aFormFromElsewhereDoesNothing() throws Exception {
        String token = world.local.bootstrapToken().orElseThrow();
        HttpResponse<String> page = jar.get("/setup");
        Map<String, String> fields =
                Map.of("token", token, "user", "root", "password", PASSWORD, "again", PASSWORD, "form_token", "forged");

        assertThat(jar.post("/setup", fields, "https://evil.test").statusCode()).isEqualTo(403);
        assertThat(jar.post("/setup", fields, world.server.url()).statusCode()).isEqualTo(403);
        jar.cookies().clear();
        assertThat(jar.submit(page, "/setup", fields).statusCode()).isEqualTo(403);
        assertThat(world.people.asserted).isEmpty();
    }

    @Test
    void aPasswordLogsInAndLeadsBack() throws Exception {
        setUp(jar, world.local.bootstrapToken().orElseThrow(), "root", PASSWORD);
        jar.cookies().clear();

        HttpResponse<String> answer = logIn("ROOT", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("content=\"0;url=/who?a&#x3D;b\"");
        assertThat(jar.get("/who").body()).isEqualTo("local/root");
    }

    @Test
    void wrongNamesAndWrongPasswordsLookAlikeAndAreFew() throws Exception {
        setUp(jar, world.local.bootstrapToken().orElseThrow(), "root", PASSWORD);
        jar.cookies().clear();

        for (String user : List.of("root", "nobody", "root", "nobody", "root")) {
            assertThat(logIn(user, "guess").body()).contains("do not match");
        }
        assertThat(logIn("root", PASSWORD).body()).contains("Too many tries");
        assertThat(jar.cookies()).doesNotContainKey("__Host-gatehouse");

        world.world.clock.advance(Duration.ofMinutes(1));
        assertThat(logIn("root", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyOwnsTheGatewayUnlessItCanBeRecorded() throws Exception {
        String token = world.local.bootstrapToken().orElseThrow();
        world.world.journal.neverDurable(true);

        assertThat(setUp(jar, token, "root", PASSWORD).statusCode()).isEqualTo(503);

        world.world.journal.neverDurable(false);
        assertThat(setUp(jar, token, "root", PASSWORD).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> setUp(Jar jar, String token, String user, String password) throws Exception {
        return jar.submit(
                jar.get("/setup"),
                "/setup",
                Map.of("token", token, "user", user, "password", password, "again", password));
    }

    private HttpResponse<String> logIn(String user, String password) throws Exception {
        return jar.submit(
                jar.get("/login/local?return_to=" + Logins.encode("/who?a=b")),
                "/login/local",
                Map.of("user", user, "password", password));
    }
}
