package dev.gatehouse.server.gateway;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.server.config.ConfigDiff;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.policy.ScriptLoading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the current revision and replaces it: read, check, compile, make ready, record, publish. Any step that fails
 * leaves the old revision running. Calls under way keep the revision they began with. A file that says the same as before
 * changes nothing but certificates, which are read again each time.
 */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final Path file;
    private final Provisions provisions;
    private final AuditJournal journal;
    private final Consumer<Map<UpstreamId, UpstreamSpec>> upstreams;
    private final Consumer<GatehouseConfig> published;
    private final Runnable certificates;
    private final AtomicReference<Revision> current;
    private volatile Loaded.Valid loaded;

    /**
     * @param upstreams told which upstreams shall live, before a revision needs them and after one no longer does
     * @param published told what a revision was made of once it is in force; somebody may have lost access by it
     * @param certificates reads certificates again; throws when they are unfit
     */
    Reloads(
            Path file,
            Loaded.Valid loaded,
            AtomicReference<Revision> current,
            Provisions provisions,
            AuditJournal journal,
            Consumer<Map<UpstreamId, UpstreamSpec>> upstreams,
            Consumer<GatehouseConfig> published,
            Runnable certificates) {
        this.file = file;
        this.loaded = loaded;
        this.current = current;
        this.provisions = provisions;
        this.journal = journal;
        this.upstreams = upstreams;
        this.published = published;
        this.certificates = certificates;
    }

    sealed interface Reloaded {
        record Done(Revision revision) implements Reloaded {}

        record Refused(List<String> problems) implements Reloaded {}
    }

    /** What the current revision was made of. */
    GatehouseConfig config() {
        return loaded.config();
    }

    Revision current() {
        return current.get();
    }

    /** Every file the running configuration was made of. */
    Set<Path> files() {
        return loaded.files();
    }

    /** @param cause who or what asked, for the trail */
    synchronized Reloaded reload(String cause) {
        return switch (ConfigFile.load(file, Secrets.ofProcess())) {
            case Loaded.Invalid invalid -> refused(cause, invalid.lines());
            case Loaded.Valid valid -> activate(cause, valid);
        };
    }

    private Reloaded activate(String cause, Loaded.Valid next) {
        List<String> restarts = needRestart(loaded.config(), next.config());
        if (!restarts.isEmpty()) {
            return refused(cause, restarts);
        }
        List<String> unfit = ScriptLoading.problems(next.config().policies(), provisions.scripts());
        if (!unfit.isEmpty()) {
            return refused(cause, unfit);
        }
        Revision revision = RevisionCompiler.compile(next.config(), provisions);
        try {
            certificates.run();
            if (!revision.id().equals(current().id())) {
                journal.append(activated(cause, revision, next)).awaitDurable(RECORD_WITHIN);
                publish(revision, next.config());
                LOG.info("configuration revision {} is active ({})", revision.id(), cause);
            }
        } catch (AuditUnavailableException e) {
            return refused(cause, List.of("the change cannot be recorded now: " + e.getMessage()));
        } catch (RuntimeException e) {
            return refused(cause, List.of(String.valueOf(e.getMessage())));
        }
        loaded = next;
        return new Reloaded.Done(current());
    }

    /** Old and new live together for a moment, so that no call of either revision finds its upstream missing. */
    private void publish(Revision revision, GatehouseConfig config) {
        upstreams.accept(union(current().upstreams(), revision.upstreams()));
        current.set(revision);
        upstreams.accept(revision.upstreams());
        published.accept(config);
    }

    private AuditEvent activated(String cause, Revision revision, Loaded.Valid next) {
        return new AuditEvent.RevisionActivated(
                Clocks.SYSTEM.now(),
                revision.id(),
                cause,
                Optional.of(current().id()),
                ConfigDiff.paths(loaded.config(), next.config()));
    }

    /** Recorded when it can be: nothing changes by it. */
    private Reloaded.Refused refused(String cause, List<String> problems) {
        String told = String.join("; ", problems);
        LOG.warn("reload ({}) refused, the old configuration runs on: {}", cause, told);
        String kept = "revision " + current().id();
        try {
            var _ = journal.append(
                    new AuditEvent.Administered(Clocks.SYSTEM.now(), cause, "configuration.refused", kept, told));
        } catch (AuditUnavailableException e) {
            LOG.warn("that it was refused could not be recorded: {}", e.getMessage());
        }
        return new Reloaded.Refused(problems);
    }

    /** What a running process cannot change under itself. */
    private static List<String> needRestart(GatehouseConfig old, GatehouseConfig next) {
        List<String> problems = new ArrayList<>();
        check(problems, "server", old.server().equals(next.server()));
        check(problems, "limits", old.limits().equals(next.limits()));
        check(problems, "outbound", old.outbound().equals(next.outbound()));
        check(problems, "scripts", old.scripts().equals(next.scripts()));
        check(
                problems,
                "audit.retention",
                old.audit().retention().equals(next.audit().retention()));
        check(
                problems,
                "audit.anchors",
                old.audit().anchors().equals(next.audit().anchors()));
        check(
                problems,
                "audit.archive",
                old.audit().archive().equals(next.audit().archive()));
        check(problems, "audit.fields", old.audit().fields().equals(next.audit().fields()));
        check(problems, "dataDir", old.dataDir().equals(next.dataDir()));
        check(problems, "database", sameDatabase(old, next));
        check(
                problems,
                "masterKey",
                old.masterKey().reveal().equals(next.masterKey().reveal()));
        return problems;
    }

    private static boolean sameDatabase(GatehouseConfig old, GatehouseConfig next) {
        return old.database()
                .map(d -> d.url() + d.user())
                .equals(next.database().map(d -> d.url() + d.user()));
    }

    private static void check(List<String> problems, String key, boolean same) {
        if (!same) {
            problems.add(key + " changed: that takes a restart; nothing was reloaded");
        }
    }

    private static Map<UpstreamId, UpstreamSpec> union(
            Map<UpstreamId, UpstreamSpec> old, Map<UpstreamId, UpstreamSpec> next) {
        Map<UpstreamId, UpstreamSpec> both = new HashMap<>(old);
        both.putAll(next);
        return both;
    }
}
