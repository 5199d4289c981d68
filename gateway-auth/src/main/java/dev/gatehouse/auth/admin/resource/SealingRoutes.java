package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.KeyChange;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.MasterKeyFile;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The rotation of keys that sign and seal. No key ever passes here, only a file's name, and that from the machine alone. */
final class SealingRoutes {
    private final DataKeys dataKeys;
    private final SigningKeys signingKeys;
    private final RecordedChange.Place place;

    SealingRoutes(DataKeys dataKeys, SigningKeys signingKeys, RecordedChange.Place place) {
        this.dataKeys = dataKeys;
        this.signingKeys = signingKeys;
        this.place = place;
    }

    record NewMasterKey(
            @About("The path of a file that this gateway can read, mode 0600.")
            String newKeyFile) {}

    record RotatedKeys(@About("What follows from it.") String detail) {}

    List<AdminRoute> routes() {
        return List.of(
                rotation("/keys/signing/rotation", "Makes a new key that signs tokens.")
                        .by(asked -> carryOut(asked, this::signing)),
                rotation("/keys/data/rotation", "Makes a new key that seals what is stored.")
                        .by(asked -> carryOut(asked, actor -> dataKeys.rotate(place, actor))),
                rotation("/keys/master/rotation", "Lets another master key open the keys too; from the machine only.")
                        .by(NewMasterKey.class, this::addMaster),
                rotation(
                                "/keys/master/finish",
                                "Lets this gateway's master key alone open the keys; from the machine only.")
                        .by(asked -> isMachine(asked)
                                ? carryOut(asked, actor -> dataKeys.dropOtherMasters(place, actor))
                                : elsewhere()));
    }

    private static AdminRoute.Draft rotation(String path, String summary) {
        return route(Method.POST, path, Reach.OWNERS, summary).answers(RotatedKeys.class);
    }

    @FunctionalInterface
    private interface Order {
        KeyChange carryOut(String actor) throws SQLException, AuditUnavailableException, MasterKeyException;
    }

    private static Answer carryOut(Asked asked, Order order) throws SQLException, AuditUnavailableException {
        try {
            return switch (order.carryOut(asked.by().actor())) {
                case KeyChange.Done(String detail) -> AdminRoute.ok(new RotatedKeys(detail));
                case KeyChange.Refused(String why) -> refused(why);
            };
        } catch (MasterKeyException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static Answer refused(String why) {
        return Problem.conflict(why, "Nothing was changed.").answer();
    }

    private KeyChange signing(String actor) throws SQLException, AuditUnavailableException, MasterKeyException {
        return new KeyChange.Done("signing key " + signingKeys.rotate(place.journal(), actor) + " signs in "
                + SigningKeys.PUBLISHED_BEFORE_USE.toMinutes() + " min");
    }

    private Answer addMaster(Asked asked, NewMasterKey body) throws SQLException, AuditUnavailableException {
        if (!isMachine(asked)) {
            return elsewhere();
        }
        MasterKey next;
        try {
            next = MasterKeyFile.read(Path.of(body.newKeyFile()));
        } catch (IOException | InvalidPathException | MasterKeyException e) {
            return refused("newKeyFile cannot be read: " + e.getMessage());
        }
        return carryOut(asked, actor -> dataKeys.addMaster(place, next, actor));
    }

    /** Whoever names a file to be read has to be somebody who could read it. */
    private static boolean isMachine(Asked asked) {
        return asked.by().person().isEmpty();
    }

    private static Answer elsewhere() {
        return Problem.forbidden("this is for whoever has the machine", "Use `gatehouse keys rotate master` there.")
                .answer();
    }
}
