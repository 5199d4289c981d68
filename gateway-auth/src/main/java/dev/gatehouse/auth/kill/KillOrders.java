package dev.gatehouse.auth.kill;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.policy.KillSwitch;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Switches off and on. A change is in the audit trail, durably, before it is committed, and in force on this gateway when
 * the method returns.
 */
public final class KillOrders {
    public static final int REASON_CHARS_MAX = 500;

    private final RecordedChange.Place place;
    private final Kills kills;
    private final Function<KillSwitch, Optional<String>> warnings;
    private final Runnable changed;

    /**
     * @param warnings what to say when nothing has the name of a switch
     * @param changed run after a change is in force and before anyone is told
     */
    public KillOrders(
            RecordedChange.Place place,
            Kills kills,
            Function<KillSwitch, Optional<String>> warnings,
            Runnable changed) {
        this.place = place;
        this.kills = kills;
        this.warnings = warnings;
        this.changed = changed;
    }

    /** Those thrown now, in the order they were. */
    public List<Kill> all() {
        return kills.all();
    }

    /**
     * @param reason may be empty; of a long one {@link #REASON_CHARS_MAX} characters are kept
     * @param actor who asked, for the audit trail
     * @throws SQLException when the database did not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
     */
    public KillChange kill(KillSwitch what, String reason, String actor)
            throws SQLException, AuditUnavailableException {
        KillChange off = new KillChange.Off(what, warnings.apply(what));
        return change(actor, (change, before) -> {
            if (before.throwsAlready(what)) {
                return off;
            }
            if (before.kills().size() >= Kills.KILLS_MAX) {
                return new KillChange.TooMany();
            }
            Kill kill = new Kill(what, cut(reason), actor, change.now());
            change.record("kill." + what.kind(), what.name(), kill.reason(), BeforeAfter.created(kill.told()));
            KillTable.insert(change.connection(), kill);
            return off;
        });
    }

    /** Parameters and exceptions as those of {@link #kill}. */
    public KillChange revive(KillSwitch what, String reason, String actor)
            throws SQLException, AuditUnavailableException {
        return change(actor, (change, before) -> {
            Optional<Kill> thrown = before.of(what);
            if (thrown.isEmpty()) {
                return new KillChange.NotOff(what);
            }
            change.record(
                    "revive." + what.kind(),
                    what.name(),
                    cut(reason),
                    BeforeAfter.deleted(thrown.get().told()));
            KillTable.delete(change.connection(), what);
            return new KillChange.On(what);
        });
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
    }

    @FunctionalInterface
    private interface Plan {
        KillChange carryOut(RecordedChange change, KillTable.Snapshot before)
                throws SQLException, AuditUnavailableException;
    }

    private record Done(KillChange result, KillTable.Snapshot after) {}

    private KillChange change(String actor, Plan plan) throws SQLException, AuditUnavailableException {
        Done done = place.change(actor, change -> {
            KillTable.nextChange(change.connection());
            KillChange result = plan.carryOut(change, KillTable.read(change.connection()));
            return new Done(result, KillTable.read(change.connection()));
        });
        kills.committed(done.after());
        changed.run();
        return done.result();
    }
}
