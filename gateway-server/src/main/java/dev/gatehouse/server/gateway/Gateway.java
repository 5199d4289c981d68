package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.admin.AdminApi;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.CallIds;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.call.ParkedCalls;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.server.admin.DiskPace;
import dev.gatehouse.server.admin.HealthEndpoints;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.server.approval.ApprovalParts;
import dev.gatehouse.server.approval.Road;
import dev.gatehouse.server.channel.Channels;
import dev.gatehouse.server.config.ConfigWatch;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.policy.ScriptLoading;
import dev.gatehouse.server.connect.ConnectEndpoint;
import dev.gatehouse.server.explain.CatalogRoute;
import dev.gatehouse.server.explain.UnknownNames;
import dev.gatehouse.server.logging.Logs;
import dev.gatehouse.server.metrics.GatewayMetrics;
import dev.gatehouse.server.script.WorkerProgram;
import dev.gatehouse.transport.client.FleetSettings;
import dev.gatehouse.transport.client.UpstreamFleet;
import dev.gatehouse.transport.face.McpFace;
import dev.gatehouse.transport.listen.AdminGuard;
import dev.gatehouse.transport.listen.HttpListener;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: every part put together once, in the order it needs, and taken apart in reverse. */
public final class Gateway implements AutoCloseable {
    public static final String VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Implementation SELF = new Implementation("gatehouse", VERSION);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
    private static final Duration REAP_EVERY = Duration.ofSeconds(5);
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final Resources resources;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final Clocks clocks;
    private final DiskPace disk;
    private final GatewayMetrics metrics;
    private final TrailWorks trail;
    private final Channels channels;
    private final Foundation foundation;
    private final Governance governance;
    private final UpstreamFleet fleet;
    private final ParkedCalls parked;
    private final Doorkeeper doorkeeper;
    private final CallIds ids;
    private final CallPath path;
    private final McpFace face;
    private final Reloads reloads;
    private final List<Endpoint> endpoints;
    private final HttpListener publicListener;
    private volatile boolean draining;

    private Gateway(Path file, Loaded.Valid loaded, Clocks clocks, Resources resources)
            throws StartFailedException, IOException {
        this.resources = resources;
        this.clocks = clocks;
        this.disk = new DiskPace(clocks.nanos());
        heedSignals();
        OutboundTrust.widen(loaded.config());
        GatehouseConfig config = loaded.config();
        AtomicReference<Revision> revision = new AtomicReference<>(RevisionCompiler.compile(config, Provisions.none()));
        metrics = resources.add(new GatewayMetrics());
        channels = resources.add(new Channels(clocks.wall()));
        foundation = resources.add(Foundation.open(
                config, revision::get, (nanos, _) -> synced(nanos), clocks, Foundation.WithoutDatabase.USE_LOCAL_COPY));
        ScriptWorkers scripts =
                resources.add(new ScriptWorkers(WorkerProgram.settings(config.scripts()), metrics.scripts()));
        governance = resources.add(new Governance(
                foundation, approvals(config, revision), scripts, revision::get, metrics, this::accessChanged));
        requireScripts(ScriptLoading.problems(config.policies(), scripts));
        revision.set(RevisionCompiler.compile(config, governance.provisions()));
        trail = resources.add(new TrailWorks(foundation, channels, config, clocks));
        EventLoops loops = resources.add(EventLoops.start());
        ByteBudget budget = ByteBudget.quarterOfHeap();
        fleet = resources.add(openFleet(loops, foundation, budget));
        parked = resources.add(new ParkedCalls(foundation.spool(), clocks));
        doorkeeper = foundation.doorkeeper(clocks);
        ListenerSpecs specs = new ListenerSpecs(config);
        ids = new CallIds(clocks, new SecureRandom().nextInt());
        path = openRoad();
        face = openFace(specs, revision);
        reloads = new Reloads(
                file,
                loaded,
                revision,
                governance.provisions(),
                foundation.spool(),
                fleet::adopt,
                this::published,
                this::reloadCertificates);
        foundation.auth().onChange(this::accessChanged);
        resources.add(foundation.database().listen(() -> {
            foundation.auth().refreshSoon();
            governance.refreshSoon();
            trail.refreshSoon();
        }));
        loops.every(REAP_EVERY, this::reap);
        fleet.adopt(revision.get().upstreams());
        governance.watch(fleet);
        resources.add(Reporting.watch(foundation, reloads, fleet, clocks));
        watch(revision);
        endpoints = new ArrayList<>(foundation.auth().endpoints());
        endpoints.add(ConnectEndpoint.at(config.server().origin()));
        endpoints.addAll(governance.endpoints());
        resources.add(openAdmin(loops, specs, budget));
        publicListener = resources.add(openPublic(loops, specs, budget));
        ConfigWatch files = resources.add(new ConfigWatch(reloads::files, () -> reloads.reload("the file changed")));
        files.start();
        governance.start(road(config.limits().callTimeout()));
    }

    /** Starts everything, or nothing: what was opened is closed again when a later part fails. */
    public static Gateway start(Path file, Loaded.Valid loaded) throws StartFailedException {
        return start(file, loaded, Clocks.SYSTEM);
    }

    /** The same by other clocks. */
    public static Gateway start(Path file, Loaded.Valid loaded, Clocks clocks) throws StartFailedException {
        Resources resources = new Resources();
        boolean complete = false;
        try {
            Gateway gateway = new Gateway(file, loaded, clocks, resources);
            gateway.announce();
            gateway.trail.adopt(loaded.config());
            FirstOwner.invite(
                    gateway.foundation.auth(),
                    loaded.config().server().origin(),
                    gateway.foundation.data().bootstrapToken());
            complete = true;
            return gateway;
        } catch (IOException | AuditUnavailableException e) {
            throw new StartFailedException("cannot start: " + e.getMessage(), e);
        } finally {
            if (!complete) {
                resources.close();
            }
        }
    }

    /** A stop asked for during the start waits until everything stands: then all of it is taken down in order. */
    private void heedSignals() {
        Signals.on("TERM", stopAsked::countDown);
        Signals.on("INT", stopAsked::countDown);
    }

    private static void requireScripts(List<String> problems) throws StartFailedException {
        if (!problems.isEmpty()) {
            throw new StartFailedException("cannot start: " + String.join("; ", problems));
        }
    }

    private UpstreamFleet openFleet(EventLoops loops, Foundation foundation, ByteBudget budget) {
        return new UpstreamFleet(
                loops,
                governance.catalog(),
                this::upstreamChanged,
                SELF,
                FleetSettings.of(foundation.data().path()),
                budget);
    }

    private HttpListener openAdmin(EventLoops loops, ListenerSpecs specs, ByteBudget budget) throws IOException {
        AdminToken token = AdminToken.readOrCreate(foundation.data().adminToken());
        List<ReadyCheck> checks = new Readiness(foundation, disk, trail.sinks(), () -> draining).checks();
        endpoints.addAll(new HealthEndpoints(checks, metrics::scrape).endpoints());
        List<AdminRoute> routes = new ArrayList<>(new GatewayRoutes(
                        reloads, fleet::status, checks, governance::notes, List.of(this::unknownNames, trail::warnings))
                .routes());
        routes.add(ExplainParts.route(foundation.auth(), reloads::current, fleet, this::unknownNames, clocks));
        routes.add(new CatalogRoute(reloads::current, fleet).route());
        routes.addAll(governance.routes());
        routes.addAll(trail.routes(reloads));
        AdminApi api = foundation.auth().adminApi(token::admits, routes);
        endpoints.addAll(api.endpoints());
        return HttpListener.start(
                loops,
                specs.forOperators(),
                endpointsOn(Endpoint.Listener.ADMIN),
                Optional.empty(),
                api.administrators()::objection,
                budget);
    }

    private List<String> unknownNames() {
        return new UnknownNames(reloads.config(), reloads.current(), fleet).told();
    }

    private ApprovalParts approvals(GatehouseConfig config, AtomicReference<Revision> revision) {
        return new ApprovalParts(
                foundation.place(clocks),
                foundation.auth(),
                config.server().origin(),
                revision::get,
                () -> channels.of(reloads.config().approvals().channels()));
    }

    private CallPath openRoad() {
        return new CallPath(
                foundation.spool(),
                fleet,
                fleet,
                foundation.auth().sealer(),
                parked,
                foundation.auth().switches(),
                ids,
                clocks,
                metrics);
    }

    private Road road(Duration callTimeout) {
        return new Road(path, ids, doorkeeper, reloads::current, foundation.auth()::again, callTimeout);
    }

    private McpFace openFace(ListenerSpecs specs, AtomicReference<Revision> revision) {
        return new McpFace(
                revision::get,
                doorkeeper,
                path,
                foundation.auth().sealer(),
                SELF,
                clocks,
                specs.face(),
                metrics::sessionOpened,
                fleet);
    }

    private HttpListener openPublic(EventLoops loops, ListenerSpecs specs, ByteBudget budget) throws IOException {
        metrics.watchFace(face::stats);
        return HttpListener.start(
                loops,
                specs.forClients(),
                endpointsOn(Endpoint.Listener.PUBLIC),
                Optional.of(face),
                AdminGuard.NOBODY,
                budget);
    }

    private List<Endpoint> endpointsOn(Endpoint.Listener listener) {
        return endpoints.stream().filter(endpoint -> endpoint.on() == listener).toList();
    }

    private void synced(long nanos) {
        metrics.fsyncTook(nanos);
        disk.took(nanos);
    }

    private void watch(AtomicReference<Revision> revision) {
        metrics.watchUpstreams(
                () -> revision.get().upstreams().keySet(), fleet, fleet::isBreakerOpen, governance::pending);
        trail.watchedBy(metrics);
        metrics.watchDatabase(() -> foundation.database().outage().isEmpty());
        metrics.watchAgents(foundation.auth().agentWatch()::count);
        metrics.watchLog(Logs::droppedLines);
    }

    /** Recorded when it can be: the life of an upstream waits for nobody. */
    private void upstreamChanged(UpstreamId upstream, String state, String detail) {
        LOG.info("upstream {} is {}{}", upstream, state, detail.isEmpty() ? "" : ": " + detail);
        try {
            var _ = foundation.spool().append(new AuditEvent.UpstreamChanged(clocks.now(), upstream, state, detail));
        } catch (AuditUnavailableException e) {
            LOG.warn("the state of upstream {} could not be recorded: {}", upstream, e.getMessage());
        }
    }

    private void published(GatehouseConfig config) {
        accessChanged();
        trail.published(config);
    }

    /** Who lost access by it waits for nothing any longer. Must not block. */
    private void accessChanged() {
        face.accessChanged();
        Thread.startVirtualThread(this::evict);
    }

    private void reap() {
        parked.reap();
        evict();
    }

    private void evict() {
        Revision now = reloads.current();
        path.evict((principal, server) -> doorkeeper.mayStay(now, principal, server));
    }

    private void reloadCertificates() {
        try {
            publicListener.reloadTls();
        } catch (IOException e) {
            throw new UncheckedIOException("server.tls: " + e.getMessage(), e);
        }
    }

    private void announce() throws AuditUnavailableException {
        Optional<String> outage = foundation.database().outage();
        if (outage.isPresent()) {
            var _ = foundation
                    .spool()
                    .append(new AuditEvent.Administered(
                            clocks.now(), "gatehouse", "start.without-database", "database", outage.get()));
        }
        foundation
                .spool()
                .append(new AuditEvent.RevisionActivated(
                        clocks.now(), reloads.current().id(), "start"))
                .awaitDurable(RECORD_WITHIN);
        LOG.info(
                "ready: clients on {}, revision {}",
                publicListener.address(),
                reloads.current().id());
    }

    /** Every route of both listeners that is not MCP. */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    public AgentCredentials credentials() {
        return foundation.auth().credentials();
    }

    public AgentListing agents() {
        return foundation.auth().agents();
    }

    /** Serves until SIGTERM or SIGINT, which may have come before, then drains; SIGHUP reloads. */
    public void runUntilStopped() {
        Signals.on("HUP", () -> Thread.ofPlatform().name("gatehouse-reload").start(() -> reloads.reload("SIGHUP")));
        try {
            stopAsked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Not ready any more, calls under way finish, everything recorded is on disk, then the parts close. */
    @Override
    public void close() {
        LOG.info("draining");
        draining = true;
        governance.stop();
        boolean drained = publicListener.drain(DRAIN_MAX);
        resources.close();
        LOG.info(drained ? "stopped" : "stopped; some calls were cut off");
        Logs.close();
    }
}
