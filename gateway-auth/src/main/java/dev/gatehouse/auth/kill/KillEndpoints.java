package dev.gatehouse.auth.kill;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.KillSwitch;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kill switches on the admin listener, under {@code /api/v1/kills}: a body names the switch, for names have slashes. */
public final class KillEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(KillEndpoints.class);
    private static final int BODY_MAX_BYTES = 4096;

    private final KillOrders orders;

    public KillEndpoints(KillOrders orders) {
        this.orders = orders;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                admin(Endpoint.Method.GET, "/api/v1/kills", _ -> list()),
                admin(Endpoint.Method.POST, "/api/v1/kills", request -> carryOut(request, orders::kill)),
                admin(Endpoint.Method.POST, "/api/v1/kills/revive", request -> carryOut(request, orders::revive)));
    }

    private static Endpoint admin(Endpoint.Method method, String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.ADMIN, method, PathPattern.of(path), Endpoint.Guard.ADMIN, BODY_MAX_BYTES, handler);
    }

    @FunctionalInterface
    private interface Order {
        KillChange carryOut(KillSwitch what, String reason, String actor)
                throws SQLException, AuditUnavailableException;
    }

    private Answer carryOut(Request request, Order order) {
        Optional<Json> body = body(request);
        Optional<KillSwitch> what = body.flatMap(json ->
                KillSwitch.of(json.text("kind").orElse(""), json.text("name").orElse("")));
        if (what.isEmpty()) {
            return error(
                    400, "bad_request", "Expected kind (agent, upstream, tool or bundle) and a name of that kind.");
        }
        String reason = body.get().text("reason").orElse("");
        return carryOut(what.get(), reason, "admin api from " + request.peer(), order);
    }

    private static Answer carryOut(KillSwitch what, String reason, String actor, Order order) {
        try {
            return answer(order.carryOut(what, reason, actor));
        } catch (SQLException e) {
            LOG.warn("The switch of {} stays: database unavailable (SQLState {})", what.kind(), e.getSQLState());
            return error(503, "database_unavailable", "The database did not confirm the change; ask again.");
        } catch (AuditUnavailableException e) {
            LOG.warn("The switch of {} stays: the change cannot be recorded", what.kind());
            return error(503, "audit_unavailable", "The change cannot be recorded now; nothing was changed.");
        }
    }

    private static Answer answer(KillChange change) {
        return switch (change) {
            case KillChange.Off(KillSwitch what, Optional<String> warning) ->
                noStore(200, named(what).put("state", "off").putIf("warning", warning));
            case KillChange.On(KillSwitch what) -> noStore(200, named(what).put("state", "on"));
            case KillChange.NotOff(KillSwitch what) ->
                error(404, "not_switched_off", what.text() + " is not switched off.");
            case KillChange.TooMany() ->
                error(409, "too_many_kills", "At most " + Kills.KILLS_MAX + " can be switched off at once.");
        };
    }

    private Answer list() {
        ArrayWriter kills = Json.array();
        orders.all()
                .forEach(kill -> kills.add(named(kill.what())
                        .put("reason", kill.reason())
                        .put("thrownBy", kill.thrownBy())
                        .put("thrownAt", kill.thrownAt().toString())
                        .build()));
        return noStore(200, Json.object().put("kills", kills.build()));
    }

    private static ObjectWriter named(KillSwitch what) {
        return Json.object().put("kind", what.kind()).put("name", what.name());
    }

    private static Optional<Json> body(Request request) {
        try {
            return Optional.of(Json.read(new String(request.body(), StandardCharsets.UTF_8)));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Answer error(int status, String code, String message) {
        return noStore(status, Json.object().put("error", code).put("message", message));
    }

    private static Answer noStore(int status, ObjectWriter body) {
        return Answer.json(status, body.build().toString()).with("Cache-Control", "no-store");
    }
}
