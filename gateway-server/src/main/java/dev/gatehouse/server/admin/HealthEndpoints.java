package dev.gatehouse.server.admin;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /healthz} (the process answers), {@code /readyz} (send it traffic, or why not) and {@code /metrics}. They ask for
 * no credential, as probes and scrapers have none, and so live on the admin listener, which is loopback by default.
 */
public final class HealthEndpoints {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final List<ReadyCheck> checks;
    private final Supplier<String> metrics;

    /** @param metrics the text a scrape gets, in Prometheus' exposition format 0.0.4 */
    public HealthEndpoints(List<ReadyCheck> checks, Supplier<String> metrics) {
        this.checks = List.copyOf(checks);
        this.metrics = metrics;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/healthz", () -> Answer.text(200, "ok\n")),
                get("/readyz", this::readiness),
                get("/metrics", () -> Answer.of(200, PROMETHEUS_TEXT, metrics.get())));
    }

    /** 503 when a check says so, else 200; the body names each check, and why it is not or not wholly content. */
    private Answer readiness() {
        boolean ready = true;
        ArrayWriter told = Json.array();
        for (ReadyCheck check : checks) {
            ReadyCheck.State state = ReadyCheck.ask(check);
            ready &= state.level() != ReadyCheck.Level.NOT_READY;
            told.add(told(check, state));
        }
        Json body =
                Json.object().put("ready", ready).put("checks", told.build()).build();
        return Answer.json(ready ? 200 : 503, body + "\n");
    }

    /** A check that is ready and gives a reason is degraded. */
    private static Json told(ReadyCheck check, ReadyCheck.State state) {
        return Json.object()
                .put("name", check.name())
                .put("ready", state.level() != ReadyCheck.Level.NOT_READY)
                .putIf("reason", Optional.of(state.reason()).filter(reason -> !reason.isEmpty()))
                .build();
    }

    private static Endpoint get(String path, Supplier<Answer> answer) {
        return new Endpoint(
                Endpoint.Listener.ADMIN,
                Endpoint.Method.GET,
                PathPattern.of(path),
                Endpoint.Guard.PUBLIC,
                0,
                _ -> answer.get());
    }
}
