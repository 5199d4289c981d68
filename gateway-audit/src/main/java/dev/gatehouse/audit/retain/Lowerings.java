package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.retain.Lowering.Ending;
import dev.gatehouse.audit.retain.Lowering.Signer;
import dev.gatehouse.audit.retain.Lowering.State;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Where two owners agree that records are kept for fewer days. Each word is in the audit trail, durably, before it counts. */
public final class Lowerings {
    /** Told at most; the newest first. */
    public static final int TOLD_MAX = 1_000;

    private static final int ID_BYTES = 6;

    private final RecordedChange.Place place;
    private final SecureRandom random = new SecureRandom();

    public Lowerings(RecordedChange.Place place) {
        this.place = place;
    }

    /** All that was asked for, and what became of it. */
    public List<Lowering> all() throws SQLException {
        return Transaction.run(
                place.database(),
                connection -> LoweringTable.newest(connection, place.clocks().now(), TOLD_MAX));
    }

    /** By bundle; first of what belongs to none. */
    public List<Floor> floors() throws SQLException {
        return Transaction.run(place.database(), FloorTable::all);
    }

    /**
     * Asks; nothing is kept for less before somebody else confirms.
     *
     * @throws SQLException when the database did not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; nothing was asked for then
     */
    public Answered ask(Signer by, Optional<BundleName> bundle, int toDays, String reason)
            throws SQLException, AuditUnavailableException {
        return place.change(by.label(), change -> {
            FloorTable.lock(change.connection());
            int days = FloorTable.days(change.connection()).getOrDefault(bundle, 0);
            if (days == 0) {
                return new Answered.NotFound();
            }
            if (toDays >= days) {
                return new Answered.NotFewer(days);
            }
            Lowering lowering = new Lowering(
                    nextId(),
                    bundle,
                    days,
                    toDays,
                    reason,
                    by,
                    change.now(),
                    change.now().plus(Lowering.OPEN_FOR),
                    Optional.empty(),
                    State.OPEN);
            change.record(
                    "audit.lowering.asked",
                    lowering.id(),
                    lowering.summary() + ": " + reason,
                    BeforeAfter.created(lowering.told()));
            LoweringTable.insert(change.connection(), lowering);
            return new Answered.Done(lowering);
        });
    }

    /** From now on records are kept for fewer days, as soon as a configuration says so. Throws as {@link #ask} does. */
    public Answered confirm(Signer by, String id) throws SQLException, AuditUnavailableException {
        return end(by, id, State.CONFIRMED, Optional.empty());
    }

    /** It is not to be confirmed any more. Any owner may say so, the one who asked too. Throws as {@link #ask} does. */
    public Answered withdraw(Signer by, String id, String reason) throws SQLException, AuditUnavailableException {
        return end(by, id, State.WITHDRAWN, Optional.of(reason));
    }

    private Answered end(Signer by, String id, State how, Optional<String> reason)
            throws SQLException, AuditUnavailableException {
        return place.change(by.label(), change -> {
            FloorTable.lock(change.connection());
            Optional<Lowering> found = LoweringTable.find(change.connection(), id, change.now());
            if (found.isEmpty()) {
                return new Answered.NotFound();
            }
            Lowering lowering = found.get();
            if (lowering.state() != State.OPEN) {
                return new Answered.Over(lowering);
            }
            if (how == State.CONFIRMED && lowering.asked().person().equals(by.person())) {
                return new Answered.SamePerson();
            }
            Lowering ended = lowering.ended(new Ending(how, by, change.now(), reason));
            change.record(
                    how == State.CONFIRMED ? "audit.lowering.confirmed" : "audit.lowering.withdrawn",
                    id,
                    lowering.summary() + ": " + reason.orElse(lowering.reason()),
                    BeforeAfter.changed(lowering.told(), ended.told()));
            write(change, ended);
            return new Answered.Done(ended);
        });
    }

    private static void write(RecordedChange change, Lowering ended) throws SQLException {
        Ending ending = ended.ending().orElseThrow();
        boolean written = LoweringTable.end(change.connection(), ended.id(), ending)
                && (ended.state() != State.CONFIRMED
                        || FloorTable.lower(
                                change.connection(), ended, ending.by().label(), ending.at()));
        if (!written) {
            throw new SQLException(ended.id() + " was changed meanwhile");
        }
    }

    private String nextId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "lowering-" + HexFormat.of().formatHex(bytes);
    }
}
