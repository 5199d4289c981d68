package dev.gatehouse.server.report;

import dev.gatehouse.audit.report.AccessSnapshots;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.audit.table.Upkeep;
import dev.gatehouse.auth.Auth;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.server.config.ConfigDigest;
import dev.gatehouse.server.config.GatehouseConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps who could call what for those who ask later: soon after each configuration comes into force, and at least once an hour,
 * where anything is otherwise than in the newest snapshot. On a thread of its own; calls never wait for it.
 */
public final class AccessWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration TAKE_EVERY = Duration.ofHours(1);
    /** While an upstream has not said yet what it offers. */
    private static final Duration TAKE_AGAIN = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);

    private final Supplier<GatehouseConfig> config;
    private final Supplier<Revision> revision;
    private final Catalog catalog;
    private final Auth auth;
    private final RecordedChange.Place place;
    private final AccessSnapshots snapshots;
    private final Upkeep looks;
    private String taken = "";
    private long dueAtNanos;

    private AccessWatch(
            Supplier<GatehouseConfig> config,
            Supplier<Revision> revision,
            Catalog catalog,
            Auth auth,
            RecordedChange.Place place) {
        this.config = config;
        this.revision = revision;
        this.catalog = catalog;
        this.auth = auth;
        this.place = place;
        this.snapshots = new AccessSnapshots(place);
        this.looks = Upkeep.of("gatehouse-access", LOOK_EVERY, LOOK_EVERY, this::lookOrTell);
    }

    /**
     * @param config what the revision in force was made of
     * @param catalog what upstreams offer
     * @param place where snapshots are kept and told
     */
    public static AccessWatch start(
            Supplier<GatehouseConfig> config,
            Supplier<Revision> revision,
            Catalog catalog,
            Auth auth,
            RecordedChange.Place place) {
        AccessWatch watch = idle(config, revision, catalog, auth, place);
        var _ = watch.looks.start();
        return watch;
    }

    /** One that looks when it is told to. */
    static AccessWatch idle(
            Supplier<GatehouseConfig> config,
            Supplier<Revision> revision,
            Catalog catalog,
            Auth auth,
            RecordedChange.Place place) {
        return new AccessWatch(config, revision, catalog, auth, place);
    }

    @Override
    public void close() {
        looks.close();
    }

    private void lookOrTell() {
        try {
            var _ = look();
        } catch (SQLException | AuditUnavailableException | RuntimeException e) {
            LOG.warn("who may call what could not be kept, next try soon: {}", SqlFailure.headline(e));
        }
    }

    /** Takes a snapshot where it is time to; returns whether one was kept. */
    boolean look() throws SQLException, AuditUnavailableException {
        Revision now = revision.get();
        long nanos = place.clocks().nanoTime();
        if (now.id().equals(taken) && nanos - dueAtNanos < 0) {
            return false;
        }
        GatehouseConfig made = config.get();
        if (!ConfigDigest.of(made, made.masterKey()).equals(now.id())) {
            // Another configuration is just coming into force; the next look finds both the same.
            return false;
        }
        AccessCensus census = new AccessCensus(made, now, catalog, Callers.of(auth));
        Json body = census.body();
        boolean kept = snapshots.keep(now.id(), body, census.told());
        taken = now.id();
        dueAtNanos = nanos + (census.isComplete() ? TAKE_EVERY : TAKE_AGAIN).toNanos();
        return kept;
    }
}
