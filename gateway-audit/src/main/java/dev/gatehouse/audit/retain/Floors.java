package dev.gatehouse.audit.retain;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how many days records are kept at least, in memory: asked for every event, and in force while the database is away.
 * What a configuration raises holds here at once, and in the database as soon as it can be recorded there.
 */
public final class Floors {
    /** The longest that a configuration may say, and so never less than a floor that is not known. */
    public static final int DAYS_MAX = 3_650;

    private static final Logger LOG = LoggerFactory.getLogger(Floors.class);

    private final FloorFile file;
    private byte[] stored = {};
    private volatile State state;

    /**
     * @param isRead false: what the floors are cannot be known
     * @param read as the database last had them
     * @param raised higher ones that it does not have yet
     */
    record State(boolean isRead, Map<Optional<BundleName>, Integer> read, Map<Optional<BundleName>, Integer> raised) {
        State {
            read = Map.copyOf(read);
            raised = Map.copyOf(raised);
        }

        int days(Optional<BundleName> bundle) {
            return isRead ? Math.max(read.getOrDefault(bundle, 0), raised.getOrDefault(bundle, 0)) : DAYS_MAX;
        }

        /** What of these is higher than what the database has. */
        private static Map<Optional<BundleName>, Integer> higher(
                Map<Optional<BundleName>, Integer> days, Map<Optional<BundleName>, Integer> read) {
            Map<Optional<BundleName>, Integer> higher = new HashMap<>(days);
            higher.entrySet().removeIf(one -> one.getValue() <= read.getOrDefault(one.getKey(), 0));
            return higher;
        }
    }

    private Floors(FloorFile file, State state) {
        this.file = file;
        this.state = state;
    }

    /**
     * As the file has them. Where a gateway has recorded before and the file is lost, nothing is known until the database is
     * read: all records are kept for {@link #DAYS_MAX} until then.
     *
     * @param isNew nothing was ever recorded here, so nothing was promised
     */
    public static Floors open(FloorFile file, boolean isNew) {
        Floors floors = new Floors(file, new State(isNew, Map.of(), Map.of()));
        try {
            Optional<byte[]> copy = file.read();
            if (copy.isPresent()) {
                floors.state = FloorCopy.read(copy.get());
                floors.stored = copy.get();
                return floors;
            }
        } catch (IOException e) {
            LOG.warn("The local copy of how long records are kept at least cannot be read: {}", e.toString());
        }
        if (!isNew) {
            LOG.info(
                    "How long records are kept at least is not known before the database is read: {} days until then",
                    DAYS_MAX);
        }
        return floors;
    }

    /** For how many days a record of this moment is kept: as configured, and never less than the floor. */
    public int keep(Optional<BundleName> bundle, int configured) {
        return Math.max(configured, state.days(bundle));
    }

    /** The floor of a bundle, or of what belongs to none; 0 where there is none. */
    public int days(Optional<BundleName> bundle) {
        return state.days(bundle);
    }

    /** A configuration came in force: from now on nothing of it is kept for less, until two people say so. */
    public synchronized void raise(Map<Optional<BundleName>, Integer> configured) {
        Map<Optional<BundleName>, Integer> raised = new HashMap<>(state.raised());
        // What the database has may be less by now than what was read: the next look at it tells what it has already.
        configured.forEach((bundle, days) -> raised.merge(bundle, days, Math::max));
        state = new State(state.isRead(), state.read(), raised);
    }

    /** Reads what others changed. On an exception what is known stays in force. */
    public void refresh(DataSource database) throws SQLException {
        use(Transaction.run(database, FloorTable::days));
        keepCopy();
    }

    /** False before the database was read where the file is lost: {@link #DAYS_MAX} holds for all then. */
    public boolean areKnown() {
        return state.isRead();
    }

    /** What the database does not have yet. */
    Map<Optional<BundleName>, Integer> raised() {
        return state.raised();
    }

    private synchronized void use(Map<Optional<BundleName>, Integer> read) {
        state = new State(true, read, State.higher(state.raised(), read));
    }

    /** Writes the file where it says something else. */
    synchronized void keepCopy() {
        byte[] copy = FloorCopy.write(state);
        if (state.isRead() && !Arrays.equals(copy, stored)) {
            try {
                file.write(copy);
                stored = copy;
            } catch (IOException e) {
                LOG.warn("The local copy of how long records are kept at least cannot be written: {}", e.toString());
            }
        }
    }
}
