package dev.gatehouse.auth.bearer;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Tokens and grants that were withdrawn before their time, in memory: a request is refused without asking the database.
 * Each is remembered for as long as a token that rests on it could still be good.
 */
public final class Revocations {
    /** Held at once. Were there more, every token issued before would be refused: clients ask for a new one then. */
    public static final int REVOCATIONS_MAX = 200_000;

    private static final int PAGE_ROWS = 10_000;
    private static final int SWEEP_ROWS = 10_000;

    private final DataSource database;
    private final Clocks clocks;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private long seen;
    private volatile long version;
    private volatile Instant floor = Instant.MIN;

    private Revocations(DataSource database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
    }

    /** @throws SQLException when the first copy cannot be read: without it a withdrawn token would be good again */
    public static Revocations open(DataSource database, Clocks clocks) throws SQLException {
        Revocations revocations = new Revocations(database, clocks);
        revocations.refresh();
        return revocations;
    }

    /** Those of a local copy, for a start while the database is away. */
    public static Revocations restore(DataInput in, DataSource database, Clocks clocks) throws IOException {
        Revocations revocations = new Revocations(database, clocks);
        int count = in.readInt();
        if (count < 0 || count > REVOCATIONS_MAX) {
            throw new IOException(count + " revocations (at most " + REVOCATIONS_MAX + ")");
        }
        for (int i = 0; i < count; i++) {
            revocations.apply(new Revocation(in.readUTF(), Instant.ofEpochMilli(in.readLong())));
        }
        return revocations;
    }

    /** What {@link #restore} reads. */
    public void write(DataOutput out) throws IOException {
        List<Map.Entry<String, Instant>> all = until.entrySet().stream()
                .limit(REVOCATIONS_MAX)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        out.writeInt(all.size());
        for (Map.Entry<String, Instant> entry : all) {
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue().toEpochMilli());
        }
    }

    /** Grows with every revocation that becomes known. */
    public long version() {
        return version;
    }

    /**
     * Withdraws a grant or a single token in the caller's transaction; {@link #apply} it when that is committed.
     *
     * @param id a {@code sid} or a {@code jti}
     */
    public Revocation revoke(Connection connection, String id) throws SQLException {
        Duration outlives = AccessTokens.LIFETIME_MAX.plus(TokenAuthenticator.LEEWAY.multipliedBy(2));
        Revocation revocation = new Revocation(id, clocks.now().plus(outlives));
        RevocationTable.insert(connection, revocation);
        return revocation;
    }

    /** In force here from now on. */
    public synchronized void apply(Revocation revocation) {
        if (until.putIfAbsent(revocation.id(), revocation.until()) == null) {
            version++;
            if (until.size() > REVOCATIONS_MAX) {
                floor = clocks.now();
                until.clear();
            }
        }
    }

    /** Reads what other gateways withdrew, and forgets what is over. */
    public void refresh() throws SQLException {
        reading.lock();
        try {
            List<RevocationTable.Row> page;
            do {
                long after = seen;
                page = Transaction.run(database, c -> RevocationTable.changedAfter(c, after, PAGE_ROWS));
                for (RevocationTable.Row row : page) {
                    apply(row.revocation());
                    seen = row.change();
                }
            } while (page.size() == PAGE_ROWS);
        } finally {
            reading.unlock();
        }
    }

    /** Forgets what is over, here and in the database. */
    public void sweep() throws SQLException {
        Instant now = clocks.now();
        until.values().removeIf(now::isAfter);
        var _ = Transaction.run(database, c -> RevocationTable.sweep(c, now, SWEEP_ROWS));
    }

    /** Whether this grant is withdrawn. */
    public boolean covers(String grant) {
        return until.containsKey(grant);
    }

    boolean covers(String tokenId, Optional<String> grant, Instant issuedAt) {
        return until.containsKey(tokenId)
                || (grant.isPresent() && until.containsKey(grant.get()))
                || issuedAt.isBefore(floor);
    }
}
