package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretsStayHiddenTest {

    @Test
    void no_secret_and_no_token_is_logged_recorded_or_printed() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Lines lines = new Lines();
        lines.setContext(context);
        lines.start();
        Logger root = context.getLogger("dev.gatehouse");
        root.setLevel(Level.TRACE);
        root.addAppender(lines);
        try {
            TestWorld world = TestWorld.fresh();
            List<String> secrets = new ArrayList<>();
            List<String> printed = new ArrayList<>();
            try (Auth auth = Auth.open(world.parts())) {
                use(world, auth, secrets, printed);
            }
            LoggerFactory.getLogger("dev.gatehouse.probe").info("this line is seen");

            assertThat(secrets).hasSizeGreaterThan(2).allSatisfy(secret -> {
                assertThat(lines.all).noneMatch(line -> line.contains(secret));
                assertThat(printed).noneMatch(line -> line.contains(secret));
                assertThat(world.journal.events().toString()).doesNotContain(secret);
            });
            assertThat(lines.all)
                    .anyMatch(line -> line.contains("it cannot be recorded"))
                    .anyMatch(line -> line.contains("seen"));
        } finally {
            root.detachAppender(lines);
            root.setLevel(null);
        }
    }

    private static void use(TestWorld world, Auth auth, List<String> secrets, List<String> printed) throws Exception {
        var red = (CredentialChange.Issued) auth.credentials().create(TestWorld.RED, "test");
        Answer answer = TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP);
        String token = TestWorld.json(answer).text("access_token").orElseThrow();
        AccessToken bearer = new AccessToken(token);
        var wish = new ApiKeys.Wish("ci", Optional.empty(), ApiKeys.LIFETIME);
        var key = (ApiKeyChange.Issued) auth.apiKeys().create(TestWorld.RED, wish, "test");
        String wrong = "ghs_wrong-but-still-somebodys-secret";
        TestWorld.send(
                auth.endpoints(),
                Endpoint.Method.POST,
                "/oauth/token",
                TestWorld.FORM,
                TestWorld.form(
                        "grant_type", "client_credentials", "client_id", red.clientId(), "client_secret", wrong));
        world.journal.refuseEverything(true);
        TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP);
        TestWorld.send(
                auth.adminApi(_ -> true, List.of()).endpoints(),
                Endpoint.Method.DELETE,
                "/api/v1/agents/red/credentials",
                Map.of("authorization", List.of("the machine")),
                "");
        secrets.addAll(List.of(red.secret().value(), token, wrong, key.key().value()));
        for (Object thing : List.of(
                red,
                red.secret(),
                bearer,
                key,
                auth.apiKeys().list(TestWorld.RED),
                world.master,
                world.parts(),
                auth,
                auth.agents().list(),
                auth.authenticator().authenticate(bearer, TestWorld.RED_AUDIENCES))) {
            printed.add(thing.toString());
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            all.add(event.getFormattedMessage() + thrown);
        }
    }
}
