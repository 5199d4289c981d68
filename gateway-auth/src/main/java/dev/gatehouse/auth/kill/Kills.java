package dev.gatehouse.auth.kill;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ThrownSwitches;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The switches that are thrown, in memory: asked on every call, and in force while the database is away. */
public final class Kills implements Supplier<KillSwitches> {
    /** Thrown at once, over all kinds. */
    public static final int KILLS_MAX = 1_000;

    private final DataSource database;
    private final Function<Principal, Optional<AgentName>> actor;
    private long number = KillTable.NO_NUMBER;
    private volatile List<Kill> all = List.of();
    private volatile KillSwitches current = KillSwitches.NONE;

    private Kills(DataSource database, Function<Principal, Optional<AgentName>> actor) {
        this.database = database;
        this.actor = actor;
    }

    /**
     * @param actor the agent that acts in a request, on its own or for a person
     * @throws SQLException when they cannot be read: what was stopped would go on
     */
    public static Kills open(DataSource database, Function<Principal, Optional<AgentName>> actor) throws SQLException {
        Kills kills = new Kills(database, actor);
        kills.refresh();
        return kills;
    }

    /** Those of a local copy, for a start while the database is away; what that says counts as soon as it is back. */
    public static Kills restore(DataInput in, DataSource database, Function<Principal, Optional<AgentName>> actor)
            throws IOException {
        int count = in.readInt();
        if (count < 0 || count > KILLS_MAX) {
            throw new IOException(count + " kill switches (at most " + KILLS_MAX + ")");
        }
        List<Kill> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KillSwitch what = KillSwitch.of(in.readUTF(), in.readUTF())
                    .orElseThrow(() -> new IOException("a kill switch of nothing"));
            found.add(new Kill(what, in.readUTF(), in.readUTF(), Instant.parse(in.readUTF())));
        }
        Kills kills = new Kills(database, actor);
        kills.use(found);
        return kills;
    }

    /** What {@link #restore} reads. */
    public void write(DataOutput out) throws IOException {
        List<Kill> now = all;
        out.writeInt(now.size());
        for (Kill kill : now) {
            out.writeUTF(kill.what().kind());
            out.writeUTF(kill.what().name());
            out.writeUTF(kill.reason());
            out.writeUTF(kill.thrownBy());
            out.writeUTF(kill.thrownAt().toString());
        }
    }

    /** Those in force now; one volatile read. */
    @Override
    public KillSwitches get() {
        return current;
    }

    /** Grows whenever others are thrown. */
    public long version() {
        return current.version();
    }

    /** In the order they were thrown. */
    public List<Kill> all() {
        return all;
    }

    /** Reads what other gateways changed. On an exception what is known stays in force. */
    public synchronized void refresh() throws SQLException {
        long known = number;
        apply(Transaction.run(database, connection -> KillTable.changedSince(connection, known)));
    }

    /** Takes what the caller's transaction, now committed, read at its end; older news than those known change nothing. */
    synchronized void committed(KillTable.Snapshot snapshot) {
        if (snapshot.number() > number) {
            apply(Optional.of(snapshot));
        }
    }

    private void apply(Optional<KillTable.Snapshot> changed) {
        changed.ifPresent(snapshot -> {
            number = snapshot.number();
            if (!snapshot.kills().equals(all)) {
                use(snapshot.kills());
            }
        });
    }

    private synchronized void use(List<Kill> kills) {
        Set<KillSwitch> thrown = kills.stream().map(Kill::what).collect(Collectors.toUnmodifiableSet());
        all = List.copyOf(kills);
        current = new ThrownSwitches(current.version() + 1, thrown, actor);
    }
}
