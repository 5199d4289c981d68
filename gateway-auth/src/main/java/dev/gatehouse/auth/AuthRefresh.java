package dev.gatehouse.auth;

import dev.gatehouse.auth.keys.MasterKeyException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copies in memory up to date with what other processes change. A few cheap reads a second find what was revoked
 * elsewhere within half a second; while the database is down the copies stay as they are.
 */
final class AuthRefresh implements AutoCloseable {
    static final Duration ROSTERS_EACH = Duration.ofMillis(500);
    static final Duration KEYS_EACH = Duration.ofSeconds(10);
    static final Duration LOOKED_EACH = Duration.ofSeconds(1);
    static final Duration SWEPT_EACH = Duration.ofMinutes(1);

    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(AuthRefresh.class);

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatehouse-auth-refresh").daemon().factory());

    private AuthRefresh() {}

    /**
     * @param agentsRead run each time the agents were read
     * @param otherRead run each time people, groups or revocations were read
     */
    static AuthRefresh start(Auth.Known known, Runnable agentsRead, Runnable otherRead) {
        AuthRefresh refresh = new AuthRefresh();
        refresh.each(ROSTERS_EACH, "agents and their credentials", () -> {
            known.agents().refresh();
            known.apiKeys().refresh();
            agentsRead.run();
        });
        refresh.each(ROSTERS_EACH, "people and groups", () -> {
            known.people().roster().refresh();
            otherRead.run();
        });
        refresh.each(ROSTERS_EACH, "roles", known.roles()::refresh);
        refresh.each(ROSTERS_EACH, "revocations", () -> {
            known.revocations().refresh();
            otherRead.run();
        });
        refresh.each(KEYS_EACH, "signing keys", known.keys()::refresh);
        return refresh;
    }

    /** From now on notices what time alone changes. */
    void look(String what, Read look) {
        each(LOOKED_EACH, what, look);
    }

    /** From now on removes what expired, some at a time. */
    void sweep(String what, Read read) {
        each(SWEPT_EACH, "expired " + what, read);
    }

    private void each(Duration pause, String what, Read read) {
        Task task = new Task(what, read);
        var _ = worker.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
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
