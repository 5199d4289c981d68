package dev.gatehouse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthEndpointsTest {
    private static final ReadyCheck READY = ReadyCheck.of("database", () -> ReadyCheck.State.READY);

    @Test
    void isAliveWhateverIsNotReady() throws Exception {
        Answer answer = get("/healthz", ReadyCheck.of("draining", () -> ReadyCheck.State.notReady("shutting down")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).isEqualTo("ok\n");
    }

    @Test
    void isReadyWhenEveryCheckAgrees() throws Exception {
        Answer answer = get("/readyz", READY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).isEqualTo("""
                {"ready":true,"checks":[{"name":"database","ready":true}]}
                """);
    }

    @Test
    void namesEveryCheckThatDisagrees() throws Exception {
        Answer answer = get(
                "/readyz",
                ReadyCheck.of("spool", () -> ReadyCheck.State.notReady("the disk is full")),
                READY,
                ReadyCheck.of("draining", () -> ReadyCheck.State.notReady("shutting down")));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(body(answer))
                .contains("{\"name\":\"spool\",\"ready\":false,\"reason\":\"the disk is full\"}")
                .contains("{\"name\":\"draining\",\"ready\":false,\"reason\":\"shutting down\"}");
    }

    @Test
    void takesTrafficWhileACheckIsDegradedAndSaysWhy() throws Exception {
        Answer answer = get("/readyz", ReadyCheck.of("database", () -> ReadyCheck.State.degraded("it is away")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).isEqualTo("""
                {"ready":true,"checks":[{"name":"database","ready":true,"reason":"it is away"}]}
                """);
    }

    @Test
    void takesACheckThatFailsForAReasonWithoutQuotingIt() throws Exception {
        Answer answer = get("/readyz", ReadyCheck.of("database", () -> {
            throw new IllegalStateException("password=hunter2");
        }));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(body(answer)).contains("IllegalStateException").doesNotContain("hunter2");
    }

    @Test
    void servesMetricsAsPrometheusText() throws Exception {
        Answer answer = get("/metrics", READY);
        assertThat(body(answer)).isEqualTo("a_metric 1\n");
        assertThat(answer.headers()).contains(Map.entry("Content-Type", "text/plain; version=0.0.4; charset=utf-8"));
    }

    @Test
    void livesOnTheAdminListenerOnly() {
        assertThat(endpoints()).allMatch(endpoint -> endpoint.on() == Endpoint.Listener.ADMIN);
    }

    private static Answer get(String path, ReadyCheck... checks) throws Exception {
        Endpoint endpoint = endpoints(checks).stream()
                .filter(each -> each.path().match(path).isPresent())
                .findFirst()
                .orElseThrow();
        var request = new Request(Endpoint.Method.GET, path, Map.of(), "", Map.of(), new byte[0], "127.0.0.1");
        return endpoint.handler().handle(request);
    }

    private static List<Endpoint> endpoints(ReadyCheck... checks) {
        return new HealthEndpoints(List.of(checks), () -> "a_metric 1\n").endpoints();
    }

    private static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
