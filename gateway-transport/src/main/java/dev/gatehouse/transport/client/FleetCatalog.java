package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.Offering;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listings of all upstreams in memory. What the store does, slowly or not at all, happens on a thread of its own. */
final class FleetCatalog implements Catalog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FleetCatalog.class);
    private static final int STORE_QUEUE_MAX = 4096;
    private static final long CLOSE_WAIT_MAX_SECONDS = 2;

    private final CatalogStore store;
    private final Changes changes;
    private final Map<UpstreamId, Listing> listings = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final ThreadPoolExecutor storing = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(STORE_QUEUE_MAX),
            Thread.ofPlatform().name("gatehouse-catalog").daemon().factory(),
            (_, _) -> LOG.warn("the catalog store is far behind: one listing was neither loaded nor saved"));

    /** @param changes is told of each list that becomes another */
    FleetCatalog(CatalogStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public Listing listing(UpstreamId upstream) {
        return listings.getOrDefault(upstream, Listing.NONE);
    }

    /** What was offered when this upstream was last seen, unless it says something newer first. */
    void load(UpstreamId upstream, String digest) {
        storing.execute(() -> {
            try {
                Optional<Offering> stored = store.load(upstream, digest);
                stored.ifPresent(offering -> change(
                        upstream,
                        old -> old.offering().isEmpty() ? new Listing(offering, old.health(), old.detail()) : old));
            } catch (RuntimeException e) {
                LOG.warn("the stored listing of {} could not be loaded: {}", upstream, e.toString());
            }
        });
    }

    /** The upstream answered: this is what it offers everybody. */
    void offer(UpstreamId upstream, String digest, Offering everybodys) {
        learn(upstream, digest, old -> {
            Offering offering = everybodys.with(old.offering().conditional());
            return new Listing(offering, Health.READY, "");
        });
    }

    /** And this it offers some clients beside that. */
    void offer(UpstreamId upstream, String digest, List<Conditional> conditional) {
        learn(upstream, digest, old -> new Listing(old.offering().with(conditional), old.health(), old.detail()));
    }

    private synchronized void learn(UpstreamId upstream, String digest, UnaryOperator<Listing> change) {
        Offering known = listing(upstream).offering();
        change(upstream, change);
        Offering offering = listing(upstream).offering();
        if (!known.equals(offering)) {
            storing.execute(() -> save(upstream, digest, offering));
        }
    }

    /** The lists stay as they were last seen. */
    void health(UpstreamId upstream, Health health, String detail) {
        change(upstream, old -> new Listing(old.offering(), health, detail));
    }

    synchronized void remove(UpstreamId upstream) {
        Listing removed = listings.remove(upstream);
        if (removed != null) {
            version.incrementAndGet();
            announce(upstream, removed, Listing.NONE);
        }
    }

    @Override
    public void close() {
        storing.shutdown();
        try {
            if (!storing.awaitTermination(CLOSE_WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
                storing.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void save(UpstreamId upstream, String digest, Offering offering) {
        try {
            store.save(upstream, digest, offering);
        } catch (RuntimeException e) {
            LOG.warn("the listing of {} could not be saved: {}", upstream, e.toString());
        }
    }

    private synchronized void change(UpstreamId upstream, UnaryOperator<Listing> change) {
        Listing before = listing(upstream);
        Listing after = change.apply(before);
        if (!after.equals(before)) {
            listings.put(upstream, after);
            // After it: what is made of an old listing must not be kept under the new version.
            version.incrementAndGet();
            announce(upstream, before, after);
        }
    }

    private void announce(UpstreamId upstream, Listing before, Listing after) {
        for (Primitive kind : Primitive.values()) {
            if (!before.offering().listsLike(after.offering(), kind)) {
                changes.tell(new Change.Relisted(upstream, kind));
            }
        }
    }
}
