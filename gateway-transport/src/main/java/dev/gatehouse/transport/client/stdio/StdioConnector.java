package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Protocol;
import dev.gatehouse.transport.client.rpc.Channel;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.PipeCall;
import dev.gatehouse.transport.client.rpc.PipeSession;
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
    private final Listener listener;
    private final Dialect modern;
    private final Dialect legacy;
    private Optional<Deadline> sparedTheProbe = Optional.empty();

    StdioConnector(ChildHost host, UpstreamSpec.Stdio spec, Implementation self, Listener listener) {
        this.host = host;
        this.protocol = spec.protocol();
        this.launcher = new ChildLauncher(host, spec);
        this.listener = listener;
        this.modern = new Dialect(ProtocolVersion.LATEST, self);
        this.legacy = new Dialect(ProtocolVersion.LATEST_LEGACY, self);
    }

    @Override
    public Connection connect() throws InterruptedException {
        try {
            Conversation conversation = launcher.launch(false, listener);
            return probesFirst() ? probe(conversation) : initialize(conversation, Optional.empty());
        } catch (NotLaunchedException e) {
            return new Connection.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Connection connect(ClientCapabilities declared, Listener heard) throws InterruptedException {
        try {
            Conversation conversation = launcher.launch(true, heard);
            PipeCall asked = conversation.channel().request("initialize", legacy.initialize(declared));
            Optional<UpstreamReply> reply = await(conversation, asked, HANDSHAKE_MAX);
            Optional<Introduction> introduction = reply.flatMap(Discovery::legacy);
            return introduction.isPresent()
                    ? initialized(conversation, introduction.get(), declared)
                    : failed(conversation, "initialize: " + describe(reply));
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
        PipeCall probe = conversation.channel().request("server/discover", modern.own(Json.object()));
        Duration patience = protocol == Protocol.MODERN ? HANDSHAKE_MAX : PROBE_MAX;
        Optional<UpstreamReply> reply = await(conversation, probe, patience);
        Optional<Introduction> introduction = reply.flatMap(Discovery::modern);
        if (introduction.isPresent()) {
            return established(conversation, introduction.get(), ClientCapabilities.NONE);
        }
        if (protocol == Protocol.MODERN || reply.filter(Discovery::provesModern).isPresent()) {
            return failed(conversation, "server/discover: " + describe(reply));
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
        Connection connection = initialize(launcher.launch(false, listener), Optional.empty());
        if (connection instanceof Connection.Failed) {
            sparedTheProbe = Optional.empty();
        }
        return connection;
    }

    /** @param probe still unanswered perhaps: a modern server that is slow to start answers both */
    private Connection initialize(Conversation conversation, Optional<PipeCall> probe)
            throws InterruptedException, NotLaunchedException {
        Json params = legacy.initialize(ClientCapabilities.NONE);
        PipeCall asked = conversation.channel().request("initialize", params);
        Optional<UpstreamReply> reply = await(conversation, asked, HANDSHAKE_MAX);
        Optional<Introduction> introduction = reply.flatMap(Discovery::legacy);
        if (introduction.isPresent()) {
            return initialized(conversation, introduction.get(), ClientCapabilities.NONE);
        }
        if (probe.isPresent()) {
            Optional<Introduction> late =
                    await(conversation, probe.get(), Duration.ZERO).flatMap(Discovery::modern);
            if (late.isPresent()) {
                return established(conversation, late.get(), ClientCapabilities.NONE);
            }
            if (conversation.failure().isPresent()) {
                return startAgain(conversation);
            }
        }
        return failed(conversation, "initialize: " + describe(reply));
    }

    private static String describe(Optional<UpstreamReply> reply) {
        return reply.map(Discovery::describe).orElse("no answer");
    }

    /** The reply within the time; an interrupt ends the conversation, which nobody else knows of yet. */
    private Optional<UpstreamReply> await(Conversation conversation, PipeCall call, Duration patience)
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

    private Connection initialized(Conversation conversation, Introduction introduction, ClientCapabilities declared) {
        Channel channel = conversation.channel();
        channel.tell(Messages.notification("notifications/initialized", Json.EMPTY_OBJECT));
        Dialect dialect = new Dialect(introduction.version(), legacy.self());
        if (!declared.equals(ClientCapabilities.NONE) && introduction.declares("logging")) {
            PipeCall _ = channel.request(
                    "logging/setLevel", dialect.own(Json.object().put("level", "debug")));
        }
        return established(conversation, introduction, declared);
    }

    private Connection established(Conversation conversation, Introduction introduction, ClientCapabilities declared) {
        Dialect dialect = new Dialect(introduction.version(), legacy.self());
        Runnable end = () -> {
            try {
                end(conversation);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        return new Connection.Established(
                new PipeSession(conversation.channel(), dialect, introduction, declared, end), launcher.note());
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
