package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Offering;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pins and upstreams together: reads what other gateways decided, and writes down what upstreams say. At once when it
 * is told of either, and a second later when it is not. While the database is away nothing is approved and nothing forgotten.
 */
public final class PinKeeper implements AutoCloseable {
    /** Offerings that wait to be written down; of more, the oldest are dropped, and what is offered last counts. */
    static final int SIGHTINGS_MAX = 256;

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(PinKeeper.class);

    private final PinBoard board;
    private final PinObserver observer;
    private volatile @Nullable Catalog catalog;
    private final Supplier<Map<UpstreamId, UpdatePolicy>> updates;
    private final PinFile file;
    private final Runnable changed;
    private final Consumer<Catalog> looked;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatehouse-pins").daemon().factory());
    private final AtomicBoolean told = new AtomicBoolean();
    private final Deque<Sighted> sighted = new ArrayDeque<>();
    private final Map<UpstreamId, Written> written = new HashMap<>();
    private long version;
    private boolean failing;

    private record Sighted(UpstreamId upstream, Offering offering) {}

    private record Written(Offering offering, UpdatePolicy policy) {
        /** By identity: whole lists are compared by whoever makes offerings. */
        @SuppressWarnings("ReferenceEquality")
        boolean holds(Offering other, UpdatePolicy under) {
            return offering == other && policy == under;
        }
    }

    /**
     * @param updates of the configured upstreams, all of them
     * @param changed run after other pins are in force
     * @param looked run after each look
     */
    public PinKeeper(
            PinParts parts,
            Supplier<Map<UpstreamId, UpdatePolicy>> updates,
            Runnable changed,
            Consumer<Catalog> looked) {
        this.board = parts.board();
        this.observer = new PinObserver(parts.place(), parts.board());
        this.file = parts.file();
        this.updates = updates;
        this.changed = changed;
        this.looked = looked;
        this.version = board.get().version();
    }

    /** Begins to look; what was sighted before is kept until then. */
    public void watch(Catalog upstreams) {
        catalog = upstreams;
        var _ = worker.scheduleWithFixedDelay(this::look, 0, EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks soon; told again meanwhile, it looks once. Does not block. */
    public void soon() {
        if (catalog != null && !worker.isShutdown() && told.compareAndSet(false, true)) {
            worker.execute(() -> {
                told.set(false);
                look();
            });
        }
    }

    /** What an upstream says from now on; nothing of it is missed, however soon it says something else. Does not block. */
    public void sighted(UpstreamId upstream, Offering offering) {
        synchronized (sighted) {
            if (sighted.size() >= SIGHTINGS_MAX) {
                sighted.removeFirst();
            }
            sighted.addLast(new Sighted(upstream, offering));
        }
        soon();
    }

    private void look() {
        Catalog offered = catalog;
        if (offered == null) {
            return;
        }
        try {
            board.refresh();
            writeDown(offered);
            recovered();
        } catch (SQLException | AuditUnavailableException | RuntimeException e) {
            // A task that throws is never run again; whatever went wrong, the pins in memory stay in force.
            failed(e);
        }
        if (version != board.get().version()) {
            version = board.get().version();
            // What an upstream says now may mean something else since.
            written.clear();
            keepCopy();
            changed.run();
        }
        looked.accept(offered);
    }

    private void writeDown(Catalog offered) throws SQLException, AuditUnavailableException {
        Map<UpstreamId, UpdatePolicy> configured = updates.get();
        for (Sighted next = first(); next != null; next = first()) {
            UpdatePolicy policy = configured.get(next.upstream());
            if (policy != null) {
                observer.look(next.upstream(), next.offering(), policy);
            }
            synchronized (sighted) {
                sighted.remove(next);
            }
        }
        written.keySet().retainAll(configured.keySet());
        for (Map.Entry<UpstreamId, UpdatePolicy> upstream : configured.entrySet()) {
            Offering now = offered.listing(upstream.getKey()).offering();
            Written known = written.get(upstream.getKey());
            if (known == null || !known.holds(now, upstream.getValue())) {
                observer.look(upstream.getKey(), now, upstream.getValue());
                written.put(upstream.getKey(), new Written(now, upstream.getValue()));
            }
        }
    }

    private @Nullable Sighted first() {
        synchronized (sighted) {
            return sighted.peekFirst();
        }
    }

    private void keepCopy() {
        try {
            file.write(PinCopy.write(board.snapshot().all()));
        } catch (IOException e) {
            LOG.warn("The local copy of the pins could not be written: {}", e.toString());
        }
    }

    private void failed(Exception e) {
        if (!failing) {
            failing = true;
            LOG.warn("Pins cannot be read or written down, staying with those known: {}", e.toString());
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("Reading and writing down pins again");
        }
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            boolean _ = worker.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
