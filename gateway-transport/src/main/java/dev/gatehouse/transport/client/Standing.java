package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import dev.gatehouse.transport.client.listing.Lists;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one upstream stands, for whoever is to know: the catalog, the watch, operators, the log. */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final UpstreamSpec spec;
    private final FleetCatalog catalog;
    private final UpstreamWatch watch;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String containment = "";
    private volatile List<String> notes = List.of();
    private volatile boolean forgotten;
    private Health health = Health.STARTING;

    Standing(UpstreamSpec spec, FleetCatalog catalog, UpstreamWatch watch) {
        this.spec = spec;
        this.catalog = catalog;
        this.watch = watch;
    }

    /** @param note what operators should know of the conversation; empty when nothing */
    void connected(String note) {
        containment = note;
        connections.incrementAndGet();
    }

    /** Nothing more of it goes to the catalog, where another may have its name. */
    void forget() {
        forgotten = true;
    }

    void stopped() {
        watch.changed(id(), "stopped", "");
    }

    /** The conditional lists that the catalog knows of it. */
    List<Conditional> conditional() {
        return catalog.listing(id()).offering().conditional();
    }

    void listed(Lists.Outcome.Fetched fetched) {
        if (!fetched.notes().equals(notes)) {
            fetched.notes().forEach(note -> LOG.warn("{}: {}", id(), note));
        }
        notes = fetched.notes();
        if (!forgotten) {
            catalog.offer(id(), spec.digest(), fetched.offering());
        }
        told(Health.READY, again());
    }

    void listed(List<Conditional> conditional) {
        if (!forgotten) {
            catalog.offer(id(), spec.digest(), conditional);
        }
    }

    void report(Health now, String detail) {
        if (!forgotten) {
            catalog.health(id(), now, detail);
        }
        told(now, detail);
    }

    /** Which conversation it is, where there was one before: who reads the trail counts no lines. */
    private String again() {
        int nth = connections.get();
        return nth > 1 ? "start " + nth : "";
    }

    /** Called by whichever call noticed. */
    void spared(boolean open, String why) {
        String state = open ? "spared" : "no longer spared";
        LOG.info("{} is {}{}", id(), state, why.isEmpty() ? "" : ": " + why);
        watch.changed(id(), state, why);
    }

    private void told(Health now, String detail) {
        if (now != health) {
            health = now;
            LOG.info("{} is {}{}", id(), word(now), detail.isEmpty() ? "" : ": " + detail);
            watch.changed(id(), word(now), detail);
        }
    }

    /** @param listing what operators should know of its lists */
    UpstreamStatus status(LiveUpstream upstream, Optional<String> listing) {
        Listing known = catalog.listing(id());
        Optional<Isolation> isolation =
                spec instanceof UpstreamSpec.Stdio stdio ? Optional.of(stdio.isolationMin()) : Optional.empty();
        List<String> all = new ArrayList<>(notes);
        listing.ifPresent(all::add);
        if (!containment.isEmpty()) {
            all.addFirst(containment);
        }
        Optional<String> spared = upstream.sparedBecause();
        spared.ifPresent(why -> all.addFirst("breaker open, calls end at once: " + why));
        return new UpstreamStatus(
                id(),
                known.health(),
                known.detail(),
                upstream.session().map(Session::version),
                isolation,
                spared.isPresent(),
                all,
                known.of(Primitive.TOOL).size(),
                Math.max(0, connections.get() - 1),
                upstream.inFlight(),
                upstream.session().map(Session::dropped).orElse(0L));
    }

    private UpstreamId id() {
        return spec.id();
    }

    private static String word(Health health) {
        return health.name().toLowerCase(Locale.ROOT);
    }
}
