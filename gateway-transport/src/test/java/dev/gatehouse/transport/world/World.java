package dev.gatehouse.transport.world;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.call.CallIds;
import dev.gatehouse.core.call.CallObserver;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.call.ParkedCalls;
import dev.gatehouse.core.call.Rejections;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.transport.face.FaceSettings;
import dev.gatehouse.transport.face.McpFace;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.http.TlsFiles;
import dev.gatehouse.transport.listen.AdminGuard;
import dev.gatehouse.transport.listen.HttpListener;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import dev.gatehouse.transport.wire.OldFields;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A listener on loopback with the real call path behind it; only what lies outside the process is played: upstream,
 * journal, token verifier. Two agents, {@code alice} and {@code bob}, hold tokens of their names; {@code team} wants a
 * token, {@code open} admits anybody.
 */
public final class World implements AutoCloseable {
    private static final HttpLimits MANY_CONNECTIONS = HttpLimits.DEFAULT.withConnection(new HttpLimits.Connection(
            10_000, 10_000, Duration.ofSeconds(60), Duration.ofSeconds(5), 100_000, 16, 64 * 1024));
    public static final UpstreamId UPSTREAM = new UpstreamId("up");
    private static final BundleName TEAM = new BundleName("team");
    private static final BundleName OPEN = new BundleName("open");

    public final GatedUpstream upstream = new GatedUpstream();
    public final MemoryJournal journal = new MemoryJournal();
    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    public final ByteBudget budget;
    public final EventLoops loops = EventLoops.start(1);
    public final HttpListener listener;
    public final McpFace face;
    public final List<ProtocolVersion> sessions = new CopyOnWriteArrayList<>();
    public final Changes changes = new Changes();
    /** Agents whose tokens are good no more. */
    public final Set<String> revoked = new CopyOnWriteArraySet<>();

    public final Shelf shelf = new Shelf();

    public World() throws IOException {
        this(HttpLimits.DEFAULT, Optional.empty(), List.of());
    }

    public World(HttpLimits limits, Optional<TlsFiles> tls, List<Endpoint> endpoints) throws IOException {
        this(limits, tls, endpoints, new ByteBudget(64 * 1024 * 1024));
    }

    public World(HttpLimits limits, Optional<TlsFiles> tls, List<Endpoint> endpoints, ByteBudget budget)
            throws IOException {
        this(limits, tls, endpoints, budget, StreamLimits.DEFAULT);
    }

    public World(StreamLimits streams) throws IOException {
        this(MANY_CONNECTIONS, Optional.empty(), List.of(), new ByteBudget(64 * 1024 * 1024), streams);
    }

    private World(
            HttpLimits limits,
            Optional<TlsFiles> tls,
            List<Endpoint> endpoints,
            ByteBudget budget,
            StreamLimits streams)
            throws IOException {
        this.budget = budget;
        Clocks clocks = new Clocks(now::get, System::nanoTime);
        CallPath path = new CallPath(
                journal,
                shelf,
                _ -> Optional.of(upstream),
                new GcmSealer(),
                new ParkedCalls(journal, clocks),
                () -> KillSwitches.NONE,
                new CallIds(clocks, 7),
                clocks,
                CallObserver.NONE);
        Revision revision = revision();
        this.face = new McpFace(
                () -> revision,
                new Doorkeeper(
                        authenticator(),
                        who -> !revoked.contains(who.subject()),
                        () -> KillSwitches.NONE,
                        new Rejections(journal, clocks),
                        clocks),
                path,
                new GcmSealer(),
                new Implementation("gatehouse", "test"),
                clocks,
                new FaceSettings(
                        "https://gw.example",
                        Duration.ofSeconds(30),
                        limits.body().bytesMax(),
                        OldFields.KEPT,
                        streams),
                sessions::add,
                changes);
        ListenerSpec spec = new ListenerSpec(
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                Set.of("127.0.0.1", "localhost"),
                Set.of("https://app.example"),
                List.of(),
                limits);
        this.listener = HttpListener.start(
                loops,
                spec,
                endpoints,
                Optional.of(face),
                request -> request.header("authorization").equals(Optional.of("Bearer admin"))
                        ? Optional.empty()
                        : AdminGuard.NOBODY.objection(request),
                budget);
    }

    public int port() {
        return listener.address().getPort();
    }

    /** A plain socket to the listener. */
    public Wire wire() throws IOException {
        return new Wire(listener.address());
    }

    /** One that takes as little as a socket can. */
    public Wire unreadWire() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(listener.address());
        return new Wire(socket);
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }

    private Authenticator authenticator() {
        return (token, audiences) -> switch (token.value()) {
            case "alice", "bob" ->
                !revoked.contains(token.value())
                                && (audiences.isEmpty() || audiences.contains("https://gw.example/vmcp/team/mcp"))
                        ? new Authentication.Authenticated(agent(token.value()))
                        : new Authentication.Rejected(Challenge.invalid("other audience"));
            case "reader" -> new Authentication.Authenticated(agent("alice", "alice", Set.of("read:tools")));
            case "chatgpt" ->
                new Authentication.Authenticated(agent("alice", "chatgpt-mcp-client", Set.of("read:tools")));
            case "executor" -> new Authentication.Authenticated(agent("alice", "alice", Set.of("execute:tools")));
            case "down" -> new Authentication.Rejected(new Challenge(Challenge.Kind.UNAVAILABLE, "no keys"));
            case "throws" -> throw new IllegalStateException("a bug");
            default -> new Authentication.Rejected(Challenge.invalid("unknown token"));
        };
    }

    private static Principal agent(String name) {
        return agent(name, name, Set.of("read:tools", "execute:tools"));
    }

    private static Principal agent(String name, String client, Set<String> scopes) {
        return new Principal(Principal.Kind.AGENT, "https://gw.example", name, client, Set.of(), scopes, Instant.MAX);
    }

    private static Revision revision() {
        List<Publication> all = List.of(Publication.of(UPSTREAM, "up", NameFilter.ALL));
        VirtualServer team = server("team", "Use echo.", all);
        VirtualServer open = server("open", "", all);
        Agent alice = new Agent(new AgentName("alice"), TEAM, Optional.empty());
        Agent bob = new Agent(new AgentName("bob"), TEAM, Optional.empty());
        return new Revision(
                "r1",
                Map.of(team.name(), team, open.name(), open),
                List.of(
                        bundle(TEAM, new Members(Set.of(), Set.of(), false), team.name()),
                        bundle(OPEN, new Members(Set.of(), Set.of(), true), open.name())),
                Map.of(alice.name(), alice, bob.name(), bob),
                Map.of());
    }

    private static VirtualServer server(String name, String instructions, List<Publication> publications) {
        String url = "https://gw.example/vmcp/" + name;
        return new VirtualServer(new ServerName(name), url + "/mcp", url + "/sse", instructions, publications);
    }

    private static Bundle bundle(BundleName name, Members members, ServerName server) {
        return new Bundle(
                name,
                members,
                Set.of(server),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
    }
}
