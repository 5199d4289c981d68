package dev.gatehouse.auth.keys;

import dev.gatehouse.auth.database.RecordedChange;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rotation of keys on the admin listener, under {@code /api/v1/keys}. No key ever passes here, only a file's name. */
public final class KeyEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(KeyEndpoints.class);
    private static final int BODY_MAX_BYTES = 8192;

    private final DataKeys dataKeys;
    private final SigningKeys signingKeys;
    private final RecordedChange.Place place;

    public KeyEndpoints(DataKeys dataKeys, SigningKeys signingKeys, RecordedChange.Place place) {
        this.dataKeys = dataKeys;
        this.signingKeys = signingKeys;
        this.place = place;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                order("/api/v1/keys/signing/rotation", (_, actor) -> signing(actor)),
                order("/api/v1/keys/data/rotation", (_, actor) -> dataKeys.rotate(place, actor)),
                order("/api/v1/keys/master/rotation", this::addMaster),
                order("/api/v1/keys/master/finish", (_, actor) -> dataKeys.dropOtherMasters(place, actor)));
    }

    @FunctionalInterface
    private interface Order {
        KeyChange carryOut(Request request, String actor)
                throws SQLException, AuditUnavailableException, MasterKeyException;
    }

    private static Endpoint order(String path, Order order) {
        return new Endpoint(
                Endpoint.Listener.ADMIN,
                Endpoint.Method.POST,
                PathPattern.of(path),
                Endpoint.Guard.ADMIN,
                BODY_MAX_BYTES,
                request -> carryOut(order, request));
    }

    private static Answer carryOut(Order order, Request request) {
        try {
            return switch (order.carryOut(request, "admin api from " + request.peer())) {
                case KeyChange.Done(String detail) ->
                    answer(200, Json.object().put("detail", detail).build());
                case KeyChange.Refused(String why) -> error(409, "not_now", why);
            };
        } catch (SQLException e) {
            LOG.warn("No key was rotated: database unavailable (SQLState {})", e.getSQLState());
            return error(503, "database_unavailable", "The database did not confirm the change; ask again.");
        } catch (AuditUnavailableException e) {
            LOG.warn("No key was rotated: the change cannot be recorded");
            return error(503, "audit_unavailable", "The change cannot be recorded now; nothing was changed.");
        } catch (MasterKeyException e) {
            return error(409, "master_key", String.valueOf(e.getMessage()));
        }
    }

    private KeyChange signing(String actor) throws SQLException, AuditUnavailableException, MasterKeyException {
        return new KeyChange.Done("signing key " + signingKeys.rotate(place.journal(), actor) + " signs in "
                + SigningKeys.PUBLISHED_BEFORE_USE.toMinutes() + " min");
    }

    private KeyChange addMaster(Request request, String actor)
            throws SQLException, AuditUnavailableException, MasterKeyException {
        try {
            String file = Json.read(request.body()).text("newKeyFile").orElse("");
            return file.isEmpty()
                    ? new KeyChange.Refused("newKeyFile: expected the path of a file that this gateway can read")
                    : dataKeys.addMaster(place, MasterKeyFile.read(Path.of(file)), actor);
        } catch (JsonSyntaxException | IOException | InvalidPathException e) {
            return new KeyChange.Refused("newKeyFile cannot be read: " + e.getMessage());
        }
    }

    private static Answer error(int status, String code, String message) {
        return answer(
                status, Json.object().put("error", code).put("message", message).build());
    }

    private static Answer answer(int status, Json body) {
        return Answer.json(status, body.toString()).with("Cache-Control", "no-store");
    }
}
