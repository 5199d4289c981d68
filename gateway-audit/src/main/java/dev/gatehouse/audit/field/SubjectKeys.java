package dev.gatehouse.audit.field;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.KeyedHash;
import dev.gatehouse.core.identity.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of those whom this gateway records. A key is found in memory, or made: on this disk before anybody gets it, and brought
 * to PostgreSQL by a thread of its own. That thread also hears of keys that were erased, at once where PostgreSQL tells of it, else
 * within a second, and forgets them. Several gateways make keys of their own for one name; that is one name with several
 * pseudonyms.
 */
public final class SubjectKeys implements AutoCloseable {
    /** Names in memory. Whoever was not seen for long gets another key. */
    static final int KNOWN_MAX = 100_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** A transaction that erases may be seen so long after the time it wrote down. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SubjectKeys.class);

    private final Parts parts;
    private final KeySeal seal;
    private final WaitingKeys waiting;
    private final Map<String, SubjectKey> byName = new ConcurrentHashMap<>();
    private final Map<String, SubjectKey> byId = new ConcurrentHashMap<>();
    /** Held while the database answers, or does not. */
    private final Object looking = new Object();

    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable Instant looked;

    /**
     * @param file takes keys that the database does not have yet
     * @param gateway whose keys these are
     */
    public record Parts(Path file, DataSource database, Sealer sealer, KeyedHash hash, String gateway, Clocks clocks) {}

    private SubjectKeys(Parts parts) throws IOException {
        this.parts = parts;
        this.seal = new KeySeal(parts.sealer(), parts.hash());
        this.waiting = WaitingKeys.open(parts.file(), seal);
        waiting.all().forEach(this::know);
        this.thread = Thread.ofPlatform().daemon().name("gatehouse-fields").unstarted(this::run);
    }

    /** Knows what the last run did not bring to the database, and what that has; where it is away, once it is back. */
    public static SubjectKeys open(Parts parts) throws IOException {
        SubjectKeys keys = new SubjectKeys(parts);
        try {
            keys.look();
        } catch (SQLException e) {
            LOG.info("keys of names in the audit trail are made anew until the database is back");
        }
        keys.thread.start();
        return keys;
    }

    /** One that is in memory. */
    Optional<SubjectKey> known(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<SubjectKey> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The key of a name, made where there is none.
     *
     * @param alias what the same one is called besides
     * @throws AuditUnavailableException when a new one cannot be kept
     */
    SubjectKey of(String name, Optional<String> alias) throws AuditUnavailableException {
        SubjectKey known = byName.get(called(name, alias));
        return known != null ? known : make(name, alias);
    }

    /** A key that does not know what somebody is called besides is none to erase them by. */
    private static String called(String name, Optional<String> alias) {
        return alias.map(besides -> name + "\0" + besides).orElse(name);
    }

    private synchronized SubjectKey make(String name, Optional<String> alias) throws AuditUnavailableException {
        SubjectKey known = byName.get(called(name, alias));
        if (known != null) {
            return known;
        }
        SubjectKey key = SubjectKey.make(name, alias, parts.clocks().now());
        try {
            waiting.add(key);
        } catch (IOException e) {
            throw new AuditUnavailableException(
                    "the key for a name in the audit trail cannot be kept: " + e.getMessage(), e);
        }
        know(key);
        wanted.release();
        return key;
    }

    private void know(SubjectKey key) {
        if (byId.size() >= KNOWN_MAX) {
            byId.values().stream().findAny().ifPresent(this::forget);
        }
        byName.put(key.name(), key);
        byName.put(called(key.name(), key.alias()), key);
        byId.put(key.id(), key);
    }

    private void forget(SubjectKey key) {
        byId.remove(key.id());
        byName.remove(key.name(), key);
        byName.remove(called(key.name(), key.alias()), key);
    }

    /** From now on these are as good as never made. */
    void forget(Collection<String> ids) {
        ids.forEach(id -> withId(id).ifPresent(this::forget));
    }

    KeySeal seal() {
        return seal;
    }

    DataSource database() {
        return parts.database();
    }

    /** Keys that stand on this disk alone: an erasure that another gateway makes does not reach them yet. */
    public int waiting() {
        return waiting.count();
    }

    /** Something may have been erased: looks soon. Does not block. */
    public void refreshSoon() {
        wanted.release();
    }

    /** Brings what waits to the database, and forgets what was erased there. Whoever makes a key does not wait for it. */
    void look() throws SQLException {
        synchronized (looking) {
            bringAndForget();
        }
    }

    private void bringAndForget() throws SQLException {
        List<SubjectKey> bringing = waiting.all();
        Set<String> gone = new HashSet<>();
        Instant now = Transaction.run(parts.database(), connection -> {
            if (!bringing.isEmpty()) {
                SubjectKeyTable.insert(connection, bringing, seal, parts.gateway());
                SubjectKeyTable.byId(
                                connection,
                                bringing.stream().map(SubjectKey::id).toList())
                        .values()
                        .stream()
                        .filter(row -> row.erasedAt().isPresent())
                        .forEach(row -> gone.add(row.id()));
            }
            gone.addAll(news(connection));
            return SubjectKeyTable.now(connection);
        });
        looked = now;
        forget(gone);
        try {
            waiting.remove(bringing.stream().map(SubjectKey::id).toList());
        } catch (IOException e) {
            LOG.warn("keys that PostgreSQL has still stand in {}: {}", parts.file(), e.getMessage());
        }
    }

    /** What was erased since the last look; at the first one, what there is to know. */
    private List<String> news(Connection connection) throws SQLException {
        Instant last = looked;
        if (last != null) {
            return SubjectKeyTable.erasedSince(connection, last.minus(OVERLAP));
        }
        for (SubjectKeyTable.Row row : SubjectKeyTable.newest(connection, KNOWN_MAX / 2)) {
            row.sealed()
                    .flatMap(text -> seal.open(row.id(), text))
                    .filter(key -> !byName.containsKey(called(key.name(), key.alias())))
                    .ifPresent(this::know);
        }
        return List.of();
    }

    private void run() {
        boolean failing = false;
        while (!closing) {
            try {
                boolean _ = wanted.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                wanted.drainPermits();
                look();
                failing = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                if (!failing) {
                    LOG.warn("keys of names in the audit trail wait for the database: {}", e.toString());
                }
                failing = true;
                pause();
            }
        }
    }

    /** New names ask for another look each; a database that is away is not asked for each of them. */
    private void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /** What did not reach the database stays in the file. */
    @Override
    public void close() {
        closing = true;
        wanted.release();
        try {
            boolean _ = thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
