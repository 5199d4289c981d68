package dev.gatehouse.audit.retain;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Holds as they are in the database, where what drops records asks for them. Each change is recorded with who made it and why. */
public final class Holds {
    /** Told at most; the newest first. */
    public static final int TOLD_MAX = 1_000;

    private static final int ID_BYTES = 6;

    private static final String ALL = "SELECT * FROM audit.hold ORDER BY placed_at DESC, id LIMIT " + TOLD_MAX;

    private static final String INSERT = """
            INSERT INTO audit.hold (id, bundle, from_day, to_day, reason, placed_by, placed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private static final String RELEASE = """
            UPDATE audit.hold SET released_by = ?, released_at = ? WHERE id = ? AND released_at IS NULL""";

    private final RecordedChange.Place place;
    private final SecureRandom random = new SecureRandom();

    public Holds(RecordedChange.Place place) {
        this.place = place;
    }

    /** Those that hold and those that were released. */
    public List<Hold> all() throws SQLException {
        return Transaction.run(place.database(), connection -> {
            List<Hold> holds = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(ALL);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    holds.add(hold(row));
                }
            }
            return holds;
        });
    }

    /**
     * Holds from now on, and says under which name. What is being dropped at this moment is waited for.
     *
     * @param to after {@code from}
     */
    public String place(
            String actor, Optional<BundleName> bundle, LocalDate from, Optional<LocalDate> to, String reason)
            throws SQLException, AuditUnavailableException {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = "hold-" + HexFormat.of().formatHex(bytes);
        return place.change(actor, change -> {
            Hold hold = new Hold(id, bundle, from, to, reason, actor, change.now(), Optional.empty());
            change.record(
                    "audit.hold.placed", id, told(bundle, from, to) + ": " + reason, BeforeAfter.created(hold.told()));
            try (PreparedStatement insert = change.connection().prepareStatement(INSERT)) {
                insert.setString(1, id);
                insert.setString(2, bundle.map(BundleName::value).orElse(null));
                insert.setObject(3, from);
                insert.setObject(4, to.orElse(null));
                insert.setString(5, reason);
                insert.setString(6, actor);
                insert.setObject(7, Transaction.timestamp(change.now()));
                insert.executeUpdate();
            }
            return id;
        });
    }

    /** Ends a hold; false when none of this name holds. */
    public boolean release(String actor, String id, String reason) throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            Optional<Hold> held = holding(change.connection(), id);
            if (held.isEmpty()) {
                return false;
            }
            Hold released = held.get().released(actor, change.now());
            change.record(
                    "audit.hold.released",
                    id,
                    reason,
                    BeforeAfter.changed(held.get().told(), released.told()));
            try (PreparedStatement update = change.connection().prepareStatement(RELEASE)) {
                update.setString(1, actor);
                update.setObject(2, Transaction.timestamp(change.now()));
                update.setString(3, id);
                return update.executeUpdate() == 1;
            }
        });
    }

    private static Optional<Hold> holding(Connection connection, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT * FROM audit.hold WHERE id = ? AND released_at IS NULL FOR UPDATE")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(hold(row)) : Optional.empty();
            }
        }
    }

    private static String told(Optional<BundleName> bundle, LocalDate from, Optional<LocalDate> to) {
        return bundle.map(name -> "bundle " + name.value()).orElse("everything") + " from " + from
                + to.map(day -> " to before " + day).orElse(" on");
    }

    private static Hold hold(ResultSet row) throws SQLException {
        String releasedBy = String.valueOf(row.getString("released_by"));
        return new Hold(
                row.getString("id"),
                Optional.ofNullable(row.getString("bundle")).map(BundleName::new),
                row.getObject("from_day", LocalDate.class),
                Optional.ofNullable(row.getObject("to_day", LocalDate.class)),
                row.getString("reason"),
                row.getString("placed_by"),
                Transaction.instant(row, "placed_at").orElseThrow(),
                Transaction.instant(row, "released_at").map(at -> new Hold.Release(releasedBy, at)));
    }
}
