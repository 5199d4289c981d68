package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Protocol;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.stdio.ChildLauncher.NotLaunchedException;
import java.time.Duration;
import java.util.Optional;

/**
 * Starts a child and finds out its era (2026-07-28, basic/versioning): {@code server/discover} first; whatever does not
 * prove a modern server, also silence, leads to {@code initialize}. Some servers exit on the probe: they are started
 * again and spared it while the verdict is fresh.
 */
final class StdioConnector implements Connector {
    static final Duration PROBE_MAX = Duration.ofSeconds(2);
    /** A first start may download the server. */
    static final Duration HANDSHAKE_MAX = Duration.ofSeconds(60);

    static final Duration LEGACY_VERDICT_MAX = Duration.ofHours(1);

    private final ChildHost host;
    private final Protocol protocol;
    private final ChildLauncher launcher;
    private final Dialect modern;
    private final Dialect legacy;
    private Optional<Deadline> sparedTheProbe = Optional.empty();

    StdioConnector(ChildHost host, UpstreamSpec.Stdio spec, Implementation self, Listener listener) {
        this.host = host;
        this.protocol = spec.protocol();
        this.launcher = new ChildLauncher(host, spec, listener);
        this.modern = new Dialect(ProtocolVersion.LATEST, self);
        this.legacy = new Dialect(ProtocolVersion.LATEST_LEGACY, self);
    }

    @Override
    public Connection connect() throws InterruptedException {
        try {
            Conversation conversation = launcher.launch();
            return probesFirst() ? probe(conversation) : initialize(conversation, Optional.empty());
        } catch (NotLaunchedException e) {
            return new Connection.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        launcher.close();
    }

    private boolean probesFirst() {
        boolean spared = sparedTheProbe.filter(until -> !until.isOver(now())).isPresent();
        return protocol == Protocol.MODERN || (protocol == Protocol.AUTO && !spared);
    }

    private Connection probe(Conversation conversation) throws InterruptedException, NotLaunchedException {
        Json params = modern.own(Json.object());
        StdioCall probe = send(conversation, "server/discover", params);
        Duration patience = protocol == Protocol.MODERN ? HANDSHAKE_MAX : PROBE_MAX;
        Optional<UpstreamReply> reply = await(conversation, probe, patience);
        Optional<ProtocolVersion> version = reply.flatMap(Discovery::modern);
        if (version.isPresent()) {
            return established(conversation, new Dialect(version.get(), modern.self()));
        }
        if (protocol == Protocol.MODERN || reply.filter(Discovery::provesModern).isPresent()) {
            return failed(
                    conversation,
                    "server/discover: " + reply.map(Discovery::describe).orElse("no answer"));
        }
        if (conversation.failure().isPresent()) {
            return startAgain(conversation);
        }
        return initialize(conversation, Optional.of(probe));
    }

    /** The child did not survive the probe; whether that was the reason shows when it survives without. */
    private Connection startAgain(Conversation dead) throws InterruptedException, NotLaunchedException {
        end(dead);
        sparedTheProbe = Optional.of(Deadline.in(LEGACY_VERDICT_MAX, now()));
        Connection connection = initialize(launcher.launch(), Optional.empty());
        if (connection instanceof Connection.Failed) {
            sparedTheProbe = Optional.empty();
        }
        return connection;
    }

    /** @param probe still unanswered perhaps: a modern server that is slow to start answers both */
    private Connection initialize(Conversation conversation, Optional<StdioCall> probe)
            throws InterruptedException, NotLaunchedException {
        StdioCall asked = send(conversation, "initialize", legacy.initialize());
        Optional<UpstreamReply> reply = await(conversation, asked, HANDSHAKE_MAX);
        Optional<ProtocolVersion> version = reply.flatMap(Discovery::legacy);
        if (version.isPresent()) {
            conversation.tell(Dialect.notification("notifications/initialized", Json.EMPTY_OBJECT));
            return established(conversation, new Dialect(version.get(), legacy.self()));
        }
        if (probe.isPresent()) {
            Optional<ProtocolVersion> late =
                    await(conversation, probe.get(), Duration.ZERO).flatMap(Discovery::modern);
            if (late.isPresent()) {
                return established(conversation, new Dialect(late.get(), modern.self()));
            }
            if (conversation.failure().isPresent()) {
                return startAgain(conversation);
            }
        }
        return failed(
                conversation, "initialize: " + reply.map(Discovery::describe).orElse("no answer"));
    }

    private static StdioCall send(Conversation conversation, String method, Json params) {
        StdioCall call = conversation.send(id -> Dialect.request(id, method, params), Optional.empty(), () -> {});
        // Nobody keeps what a handshake is answered with.
        call.paysNothing();
        return call;
    }

    /** The reply within the time; an interrupt ends the conversation, which nobody else knows of yet. */
    private Optional<UpstreamReply> await(Conversation conversation, StdioCall call, Duration patience)
            throws InterruptedException {
        try {
            return call.await(Deadline.in(patience, now()))
                    .map(event -> event instanceof UpstreamEvent.Done done
                            ? done.reply()
                            : new UpstreamReply.Lost(UpstreamReply.Cause.MALFORMED, true, "it asks for input"));
        } catch (InterruptedException e) {
            conversation.abort("it was stopped");
            launcher.gone(conversation);
            throw e;
        }
    }

    private Connection established(Conversation conversation, Dialect dialect) {
        return new Connection.Established(
                new StdioSession(conversation, dialect, () -> launcher.gone(conversation)), launcher.note());
    }

    private Connection failed(Conversation conversation, String detail) throws InterruptedException {
        String why = conversation.failure().orElse(detail);
        end(conversation);
        return new Connection.Failed(why);
    }

    private void end(Conversation conversation) throws InterruptedException {
        try {
            conversation.close();
        } finally {
            launcher.gone(conversation);
        }
    }

    private long now() {
        return host.waits().nanoTime();
    }
}
