package dev.gatehouse.auth.apikey;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.digest.TokenDigest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/** All API keys in memory, by their hashes: a key is proved without asking the database, which may be away. */
public final class ApiKeyRoster {
    /** Keys, revoked and lately expired ones included, that one gateway holds. */
    public static final int KEYS_MAX = 100_000;

    /** So long after its end a key is still listed. */
    static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(7);

    /** How often a use is noted at most. */
    private static final Duration NOTED_EACH = Duration.ofMinutes(1);

    private static final int PAGE_ROWS = 10_000;
    private static final int SWEEP_ROWS = 10_000;

    private final DataSource database;
    private final Clocks clocks;
    private final Map<TokenDigest, ApiKeyRow> byDigest = new ConcurrentHashMap<>();
    private final Map<String, ApiKeyRow> byId = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private long seen;
    private volatile long version;

    private ApiKeyRoster(DataSource database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
    }

    /** @throws SQLException when the first copy cannot be read */
    public static ApiKeyRoster open(DataSource database, Clocks clocks) throws SQLException {
        ApiKeyRoster roster = new ApiKeyRoster(database, clocks);
        roster.refresh();
        return roster;
    }

    /** The keys of a local copy, for a start while the database is away. */
    public static ApiKeyRoster restore(DataInput in, DataSource database, Clocks clocks) throws IOException {
        ApiKeyRoster roster = new ApiKeyRoster(database, clocks);
        ApiKeyCopy.read(in).forEach(roster::apply);
        return roster;
    }

    /** What {@link #restore} reads. */
    public void write(DataOutput out) throws IOException {
        ApiKeyCopy.write(out, List.copyOf(byId.values()));
    }

    /** Grows with every change of a key. */
    public long version() {
        return version;
    }

    /** Reads what changed since the last time. On an exception the copy stays as it is. */
    public void refresh() throws SQLException {
        reading.lock();
        try {
            List<ApiKeyRow> page;
            do {
                long after = seen;
                page = Transaction.run(database, c -> ApiKeyTable.changedAfter(c, after, PAGE_ROWS));
                for (ApiKeyRow key : page) {
                    apply(key);
                    seen = key.change();
                }
            } while (page.size() == PAGE_ROWS);
        } finally {
            reading.unlock();
        }
    }

    /** Takes a committed row in; a change that is older than what is known is ignored. */
    synchronized void apply(ApiKeyRow key) {
        ApiKeyRow known = byId.get(key.id());
        boolean outdated = known != null && known.change() >= key.change();
        if (outdated || (known == null && isFull())) {
            return;
        }
        byId.put(key.id(), key);
        byDigest.put(TokenDigest.of(key.sha256()), key);
        version++;
    }

    Optional<ApiKeyRow> find(ApiKey key) {
        return Optional.ofNullable(byDigest.get(TokenDigest.of(key.sha256())));
    }

    /** Whether the key of this id still opens anything. */
    public boolean isLive(String id) {
        ApiKeyRow key = byId.get(id);
        return key != null && key.revokedAt().isEmpty() && clocks.now().isBefore(key.expiresAt());
    }

    boolean isFull() {
        return byId.size() >= KEYS_MAX;
    }

    void noteUse(ApiKeyRow key) {
        Instant now = clocks.now();
        Instant last = used.get(key.id());
        if (last == null || !now.isBefore(last.plus(NOTED_EACH))) {
            used.put(key.id(), now);
        }
    }

    Optional<Instant> lastUse(String id) {
        return Optional.ofNullable(used.get(id));
    }

    /** Writes down when keys were used, and forgets those that ended long ago. */
    public void sweep() throws SQLException {
        Instant expiredBefore = clocks.now().minus(KEPT_AFTER_EXPIRY);
        Map<String, Instant> uses = new HashMap<>(used);
        boolean _ = Transaction.run(database, connection -> {
            if (!uses.isEmpty()) {
                ApiKeyTable.used(connection, uses);
            }
            ApiKeyTable.sweep(connection, expiredBefore, SWEEP_ROWS);
            return true;
        });
        uses.forEach(used::remove);
        byId.values().stream()
                .filter(key -> key.expiresAt().isBefore(expiredBefore))
                .forEach(this::forget);
    }

    private synchronized void forget(ApiKeyRow key) {
        byId.remove(key.id());
        byDigest.remove(TokenDigest.of(key.sha256()));
    }
}
