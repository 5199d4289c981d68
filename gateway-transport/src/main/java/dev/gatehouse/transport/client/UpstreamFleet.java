package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.Upstreams;
import dev.gatehouse.transport.client.http.HttpClient;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.stdio.ChildHost;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The live upstreams and what they offer. They belong to no revision: adopting a configuration leaves alone what it did
 * not change, by the digest of each specification.
 */
public final class UpstreamFleet implements Upstreams, Catalog, ChangeFeed, AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final Changes changes = new Changes();
    private final FleetCatalog catalog;
    private final UpstreamWatch watch;
    private final Implementation self;
    private final FleetSettings settings;
    private final Waits waits;
    private final ChildHost children;
    private final HttpClient http;
    private final List<Supervisor> retired = new ArrayList<>();
    private volatile Map<UpstreamId, Supervisor> live = Map.of();

    /**
     * Kills children that an earlier run on the same data directory left behind, so whoever calls holds that directory.
     * Connects to nothing yet; not for virtual threads.
     *
     * @param self how the gateway names itself to upstreams
     * @param budget pays for what upstreams answer, for as long as it is held
     */
    public UpstreamFleet(
            EventLoops loops,
            CatalogStore store,
            UpstreamWatch watch,
            Implementation self,
            FleetSettings settings,
            ByteBudget budget) {
        this.catalog = new FleetCatalog(store, changes);
        this.watch = watch;
        this.self = self;
        this.settings = settings;
        List<Path> hidden = new ArrayList<>(settings.privatePaths());
        hidden.add(settings.dataDir().toAbsolutePath().normalize());
        this.waits = Waits.start(settings.clocks().nanos());
        this.children = ChildHost.open(settings.dataDir(), hidden, settings.childrenMax(), waits, budget);
        this.http = new HttpClient(loops, waits, budget);
    }

    /**
     * Makes these the upstreams there are: starts new ones, keeps those of the same digest, lets the calls of removed
     * and changed ones finish for up to 30 s before it stops them. Returns at once.
     */
    public synchronized void adopt(Map<UpstreamId, UpstreamSpec> specs) {
        Map<UpstreamId, Supervisor> before = live;
        Map<UpstreamId, Supervisor> after = new HashMap<>();
        List<Supervisor> started = new ArrayList<>();
        specs.forEach((id, spec) -> {
            Supervisor known = before.get(id);
            if (known != null && known.upstream().spec().digest().equals(spec.digest())) {
                after.put(id, known);
            } else {
                Supervisor fresh = supervise(spec);
                after.put(id, fresh);
                started.add(fresh);
            }
        });
        live = Map.copyOf(after);
        before.forEach((id, supervisor) -> {
            if (after.get(id) != supervisor) {
                retire(supervisor, Supervisor.DRAIN_MAX);
            }
            if (!after.containsKey(id)) {
                catalog.remove(id);
            }
        });
        for (Supervisor fresh : started) {
            UpstreamSpec spec = fresh.upstream().spec();
            catalog.health(spec.id(), Listing.Health.STARTING, Listing.NONE.detail());
            catalog.load(spec.id(), spec.digest());
            fresh.start();
        }
    }

    @Override
    public Optional<Upstream> find(UpstreamId id) {
        return Optional.ofNullable(live.get(id)).map(Supervisor::upstream);
    }

    @Override
    public long version() {
        return catalog.version();
    }

    @Override
    public Listing listing(UpstreamId upstream) {
        return catalog.listing(upstream);
    }

    @Override
    public Subscription subscribe(Consumer<Change> listener) {
        return changes.subscribe(listener);
    }

    /** Whether calls of this upstream end at once because it kept failing them. */
    public boolean isBreakerOpen(UpstreamId id) {
        Supervisor supervisor = live.get(id);
        return supervisor != null && supervisor.upstream().sparedBecause().isPresent();
    }

    /** What operators see, by name. */
    public List<UpstreamStatus> status() {
        return new TreeMap<>(live).values().stream().map(Supervisor::status).toList();
    }

    /** Stops every upstream without waiting for calls; takes up to about 10 s. Close the event loops after it. */
    @Override
    public synchronized void close() {
        live.values().forEach(supervisor -> retire(supervisor, Duration.ZERO));
        live = Map.of();
        try {
            for (Supervisor supervisor : retired) {
                supervisor.retire(Duration.ZERO);
            }
            for (Supervisor supervisor : retired) {
                supervisor.awaitEnd(STOP_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        children.close();
        waits.close();
        catalog.close();
        changes.close();
    }

    private void retire(Supervisor supervisor, Duration patience) {
        retired.removeIf(Supervisor::isOver);
        retired.add(supervisor);
        supervisor.retire(patience);
    }

    private Supervisor supervise(UpstreamSpec spec) {
        return new Supervisor(spec, listener -> connector(spec, listener), catalog, changes, watch, settings, waits);
    }

    private Connector connector(UpstreamSpec spec, Connector.Listener listener) {
        try {
            return switch (spec) {
                case UpstreamSpec.Stdio stdio -> children.connector(stdio, self, listener);
                case UpstreamSpec.Http remote -> http.connector(remote, self, listener);
            };
        } catch (IllegalArgumentException e) {
            return new NoConnector(String.valueOf(e.getMessage()));
        }
    }

    /** For a specification that cannot lead anywhere: the upstream exists and says why it is down. */
    private record NoConnector(String detail) implements Connector {
        @Override
        public Connection connect() {
            return new Connection.Failed(detail);
        }

        @Override
        public Connection connect(ClientCapabilities declared, Listener heard) {
            return connect();
        }

        @Override
        public void close() {}
    }
}
