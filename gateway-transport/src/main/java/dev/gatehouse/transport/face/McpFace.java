package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.http.Route;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.ReplyWriter;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The MCP endpoints of every virtual server, for both eras: {@code /vmcp/{server}/mcp}, and for clients of 2024-11-05
 * {@code /vmcp/{server}/sse} with {@code /vmcp/{server}/messages}.
 */
public final class McpFace {
    private static final String VMCP = "/vmcp/";

    private final Supplier<Revision> revision;
    private final Doorkeeper doorkeeper;
    private final FaceSettings settings;
    private final Challenges challenges;
    private final Streams streams;
    private final LiveSessions sessions;
    private final Conversation conversation;
    private final ListenStreams listens;
    private final GetStreams gets;
    private final SseChannels sse;

    /**
     * @param revision the revision in force; asked once per request, which keeps the answer
     * @param sealer seals legacy session ids; with the same keys they outlive a restart
     * @param self what clients are told of this gateway
     * @param feed what changes, for the streams that tell of it
     */
    public McpFace(
            Supplier<Revision> revision,
            Doorkeeper doorkeeper,
            CallPath callPath,
            Sealer sealer,
            Implementation self,
            Clocks clocks,
            FaceSettings settings,
            SessionWatch sessionWatch,
            ChangeFeed feed) {
        this.revision = revision;
        this.doorkeeper = doorkeeper;
        this.settings = settings;
        this.challenges = new Challenges(settings.publicUrl());
        StreamLimits limits = settings.streams();
        StreamCount count = new StreamCount();
        Guests guests = new Guests(doorkeeper, revision, callPath);
        this.streams = new Streams(
                limits,
                new Heartbeat(),
                new StreamPlaces(limits, count),
                count,
                told(feed, callPath),
                callPath::fingerprint,
                guests);
        this.sessions = new LiveSessions(limits, count, guests, clocks.wall());
        ReplyWriter writer = new ReplyWriter(self, settings.oldFields());
        Eras eras = new Eras(sealer, clocks, sessions, writer);
        Calls calls = new Calls(
                callPath,
                writer,
                new StepUp(challenges, writer),
                clocks,
                settings.callTimeout(),
                sessionWatch,
                sessions,
                count);
        SessionChanges changes = new SessionChanges(streams, calls, writer);
        this.listens = new ListenStreams(streams, calls, writer);
        this.conversation = new Conversation(eras, writer, calls, sessions, streams, listens);
        this.gets = new GetStreams(eras, streams, sessions, changes, guests);
        this.sse = new SseChannels(eras, streams, calls, sessions, changes, guests);
    }

    private static ChangeFeed told(ChangeFeed feed, CallPath callPath) {
        return listener -> feed.subscribe(change -> {
            if (callPath.mayTell(change)) {
                listener.accept(change);
            }
        });
    }

    public FaceStats stats() {
        StreamCount count = streams.count();
        return new FaceStats(
                streams.places().taken(),
                sessions.size(),
                count.eventsReplayed(),
                count.eventsDropped(),
                count.answersUnmatched(),
                count::refusals);
    }

    /** Where a request goes; empty when the path is no endpoint of a virtual server. */
    public Optional<Route> route(HttpMethod method, String path) {
        int end = path.lastIndexOf('/');
        if (!path.startsWith(VMCP) || end <= VMCP.length()) {
            return Optional.empty();
        }
        String server = path.substring(VMCP.length(), end);
        return McpEndpoint.of(path.substring(end + 1))
                .filter(_ -> server.indexOf('/') < 0)
                .map(endpoint -> route(method, endpoint, server));
    }

    private Route route(HttpMethod method, McpEndpoint endpoint, String server) {
        if (endpoint.serves(method)) {
            return new Route.Found(new McpDestination(this, endpoint, method, server));
        }
        return method.equals(HttpMethod.OPTIONS)
                ? new Route.Options(endpoint.methods())
                : new Route.WrongMethod(endpoint.methods());
    }

    /** From now on streams are kept alive. */
    public void start(ScheduledExecutorService timer) {
        streams.heartbeat().add(sessions);
        streams.heartbeat().start(timer);
    }

    /**
     * Somebody may have lost access: a credential was revoked, or another revision is in force. Ends the streams and live
     * sessions of those who may not stay, within a second.
     */
    public void accessChanged() {
        streams.guests().accessChanged();
        Thread.startVirtualThread(sessions::evict);
    }

    /** Ends the streams that only wait for news, each as its protocol ends them; no new ones begin. */
    public void endStreams() {
        streams.places().shut();
        listens.endAll();
        sessions.endStreams();
        sse.drain();
    }

    Revision revision() {
        return revision.get();
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    FaceSettings settings() {
        return settings;
    }

    Challenges challenges() {
        return challenges;
    }

    Conversation conversation() {
        return conversation;
    }

    GetStreams gets() {
        return gets;
    }

    SseChannels sse() {
        return sse;
    }
}
