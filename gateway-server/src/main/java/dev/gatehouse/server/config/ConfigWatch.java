package dev.gatehouse.server.config;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.server.config.bind.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when a file the configuration depends on has other content than before. It looks at contents, once a second,
 * because notifications of the file system miss swapped links and network mounts, and times of files can lie. A change
 * counts when two looks in a row see the same: an editor may still be writing at the first.
 */
public final class ConfigWatch implements AutoCloseable {
    static final long PERIOD_MILLIS = 1000;
    private static final int FILE_MAX_BYTES = 1024 * 1024;
    private static final long CLOSE_WAIT_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final Supplier<Set<Path>> files;
    private final Runnable reload;
    private final ScheduledExecutorService looking;
    private Map<Path, String> known;
    private Map<Path, String> seen;

    /**
     * What the files hold now is taken as known.
     *
     * @param files asked at every look: a reload may change them
     * @param reload runs on the watch's own thread; nothing is noticed while it runs
     */
    public ConfigWatch(Supplier<Set<Path>> files, Runnable reload) {
        this.files = files;
        this.reload = reload;
        this.known = fingerprints(files.get());
        this.seen = known;
        this.looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("gatehouse-config-watch").daemon().factory());
    }

    public void start() {
        var _ = looking.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns when a reload that is under way is done, or after {@value #CLOSE_WAIT_SECONDS} s. */
    @Override
    public void close() {
        looking.shutdown();
        try {
            if (!looking.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a reload is still under way after {} s", CLOSE_WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void look() {
        try {
            Map<Path, String> now = fingerprints(files.get());
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(known)) {
                known = now;
                reload.run();
                learnNewFiles();
            }
        } catch (RuntimeException e) {
            LOG.error("reloading the configuration failed", e);
        }
    }

    /** A file that is new since the reload was read by it: only a later change counts. */
    private void learnNewFiles() {
        Map<Path, String> after = fingerprints(files.get());
        Map<Path, String> before = known;
        after.replaceAll((file, fingerprint) -> before.getOrDefault(file, fingerprint));
        known = after;
        seen = after;
    }

    private static Map<Path, String> fingerprints(Set<Path> files) {
        Map<Path, String> fingerprints = new HashMap<>();
        files.forEach(file -> fingerprints.put(file, fingerprint(file)));
        return fingerprints;
    }

    private static String fingerprint(Path file) {
        try {
            return Sha256.hex(Secrets.readRegularFile(file, FILE_MAX_BYTES));
        } catch (IOException e) {
            return "unreadable"; // the reload says why, with the place that names the file
        }
    }
}
