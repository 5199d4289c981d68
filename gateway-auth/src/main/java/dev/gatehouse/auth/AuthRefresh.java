package dev.gatehouse.auth;

import dev.gatehouse.auth.keys.MasterKeyException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copies in memory up to date with what other processes change: at once when somebody says that they did, and a
 * second later when nobody does. While the database is down the copies stay as they are.
 */
final class AuthRefresh implements AutoCloseable {
    static final Duration ROSTERS_EACH = Duration.ofSeconds(1);
    /** News that come thick are read together. */
    static final Duration GATHERED_FOR = Duration.ofMillis(50);

    static final Duration KEYS_EACH = Duration.ofSeconds(10);
    static final Duration LOOKED_EACH = Duration.ofSeconds(1);
    static final Duration SWEPT_EACH = Duration.ofMinutes(1);

    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(AuthRefresh.class);

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatehouse-auth-refresh").daemon().factory());

    private final List<Task> copies = new CopyOnWriteArrayList<>();
    private final AtomicBoolean gathering = new AtomicBoolean();

    private AuthRefresh() {}

    /**
     * @param keptRead run each time something was read that the local copy keeps
     * @param otherRead run each time people or groups were read
     */
    static AuthRefresh start(Known known, Runnable keptRead, Runnable otherRead) {
        AuthRefresh refresh = new AuthRefresh();
        refresh.copy(ROSTERS_EACH, "agents and their credentials", () -> {
            known.agents().refresh();
            known.apiKeys().refresh();
            keptRead.run();
        });
        refresh.copy(ROSTERS_EACH, "people and groups", () -> {
            known.people().roster().refresh();
            otherRead.run();
        });
        refresh.copy(ROSTERS_EACH, "roles", known.roles()::refresh);
        refresh.copy(ROSTERS_EACH, "revocations", () -> {
            known.revocations().refresh();
            otherRead.run();
        });
        refresh.copy(ROSTERS_EACH, "kill switches", () -> {
            known.kills().refresh();
            keptRead.run();
        });
        refresh.copy(KEYS_EACH, "data keys", known.dataKeys()::refresh);
        refresh.copy(KEYS_EACH, "signing keys", known.keys()::refresh);
        return refresh;
    }

    /** From now on notices what time alone changes. */
    void look(String what, Read look) {
        var _ = each(LOOKED_EACH, what, look);
    }

    /** Reads every copy again soon; told again meanwhile, it does so once. Does not block; to be told no more before the end. */
    void soon() {
        if (!worker.isShutdown() && gathering.compareAndSet(false, true)) {
            var _ = worker.schedule(this::readAll, GATHERED_FOR.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void readAll() {
        gathering.set(false);
        copies.forEach(Task::run);
    }

    private void copy(Duration pause, String what, Read read) {
        copies.add(each(pause, what, read));
    }

    /** From now on removes what expired, some at a time. */
    void sweep(String what, Read read) {
        var _ = each(SWEPT_EACH, "expired " + what, read);
    }

    /** From now on seals under the newest key what an older one sealed. */
    void reseal(String what, Read read) {
        var _ = each(SWEPT_EACH, what + " under older keys", read);
    }

    private Task each(Duration pause, String what, Read read) {
        Task task = new Task(what, read);
        var _ = worker.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return task;
    }

    /** A reading under way is waited for, but not long, and never interrupted: it may be writing the local copy. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            boolean _ = worker.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    interface Read {
        void run() throws SQLException, MasterKeyException;
    }

    /** One copy to refresh; says once that it cannot, and once that it can again. */
    private static final class Task implements Runnable {
        private final String what;
        private final Read read;
        private boolean failing;

        Task(String what, Read read) {
            this.what = what;
            this.read = read;
        }

        @Override
        public void run() {
            try {
                read.run();
                if (failing) {
                    failing = false;
                    LOG.info("Reading {} again", what);
                }
            } catch (SQLException | MasterKeyException | RuntimeException e) {
                // A task that throws is never run again; whatever went wrong, the copy in memory stays in force.
                if (!failing) {
                    failing = true;
                    LOG.warn("Cannot read {}, staying with those known: {}", what, e.toString());
                }
            }
        }
    }
}
