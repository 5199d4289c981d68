package dev.gatehouse.policy.pin;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.Pins;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The pins in memory: asked for every entry and every call, and in force while the database is away. */
public final class PinBoard implements Supplier<Pins> {
    private final DataSource database;
    private long number = PinTable.NO_NUMBER;
    private volatile PinSnapshot current = PinSnapshot.EMPTY;

    /** Empty until it was read: nothing counts as approved. */
    public PinBoard(DataSource database) {
        this.database = database;
    }

    /** Those in force now; one volatile read. */
    @Override
    public Pins get() {
        return current;
    }

    PinSnapshot snapshot() {
        return current;
    }

    /** How many of each upstream wait for a decision; not named are those that have none. */
    public Map<UpstreamId, Integer> pending() {
        return current.pending();
    }

    /** Reads what other gateways changed. On an exception what is known stays in force. */
    public synchronized void refresh() throws SQLException {
        long known = number;
        apply(Transaction.run(database, connection -> PinTable.changedSince(connection, known)));
    }

    /** Takes what the caller's transaction, now committed, read at its end; older news than those known change nothing. */
    synchronized void committed(PinTable.Numbered pins) {
        if (pins.number() > number) {
            apply(Optional.of(pins));
        }
    }

    /** Whether the database was read since the start. */
    synchronized boolean isRead() {
        return number != PinTable.NO_NUMBER;
    }

    /** Those of a local copy, for a start while the database is away; what that says counts as soon as it is back. */
    synchronized void restore(List<PinState> pins) {
        if (!isRead()) {
            use(pins);
        }
    }

    private void apply(Optional<PinTable.Numbered> changed) {
        changed.ifPresent(read -> {
            number = read.number();
            if (!read.pins().equals(current.all())) {
                use(read.pins());
            }
        });
    }

    private void use(List<PinState> pins) {
        current = new PinSnapshot(current.version() + 1, pins);
    }
}
