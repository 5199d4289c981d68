package dev.gatehouse.server.gateway;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.transport.client.UpstreamStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The gateway's own part of the admin API: reload, the state of upstreams, and what somebody should look at. */
final class AdminApi {
    private final Reloads reloads;
    private final Supplier<List<UpstreamStatus>> upstreams;
    private final List<ReadyCheck> checks;

    AdminApi(Reloads reloads, Supplier<List<UpstreamStatus>> upstreams, List<ReadyCheck> checks) {
        this.reloads = reloads;
        this.upstreams = upstreams;
        this.checks = checks;
    }

    List<Endpoint> endpoints() {
        return List.of(
                admin(Endpoint.Method.POST, "/api/v1/reload", this::reload),
                admin(Endpoint.Method.GET, "/api/v1/upstreams", _ -> upstreams()));
    }

    private static Endpoint admin(Endpoint.Method method, String path, Endpoint.Handler handler) {
        return new Endpoint(Endpoint.Listener.ADMIN, method, PathPattern.of(path), Endpoint.Guard.ADMIN, 0, handler);
    }

    private Answer reload(Request request) {
        return switch (reloads.reload("admin api from " + request.peer())) {
            case Reloads.Reloaded.Done done ->
                Answer.json(
                        200,
                        Json.object()
                                .put("revision", done.revision().id())
                                .build()
                                .toString());
            case Reloads.Reloaded.Refused refused ->
                Answer.json(
                        422,
                        Json.object()
                                .put("problems", Json.ofStrings(refused.problems()))
                                .build()
                                .toString());
        };
    }

    private Answer upstreams() {
        ArrayWriter list = Json.array();
        for (UpstreamStatus status : upstreams.get()) {
            list.add(json(status));
        }
        Json body = Json.object()
                .put("upstreams", list.build())
                .put("warnings", Json.ofStrings(warnings()))
                .build();
        return Answer.json(200, body.toString());
    }

    private List<String> warnings() {
        return checks.stream()
                .map(check -> ReadyCheck.ask(check).reason())
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    private static Json json(UpstreamStatus status) {
        return Json.object()
                .put("name", status.id().value())
                .put("health", status.health().name().toLowerCase(Locale.ROOT))
                .put("detail", status.detail())
                .putIf("version", status.version().map(ProtocolVersion::wireName))
                .putIf("isolation", status.isolation().map(level -> level.name().toLowerCase(Locale.ROOT)))
                .put("breakerOpen", status.breakerOpen())
                .put("notes", Json.ofStrings(status.notes()))
                .put("tools", status.tools())
                .put("restarts", status.restarts())
                .put("inFlight", status.inFlight())
                .build();
    }
}
