package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec.Protocol;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Finds out the era of an HTTP upstream (2026-07-28, basic/versioning): {@code server/discover} first, and only an
 * answer that a legacy server gives to what it does not understand leads to {@code initialize}. Refused credentials, a
 * failing server or none at all say nothing of the era.
 */
final class HttpConnector implements Connector {
    /** How a server of 2024-11-05 answers a POST to where it wants a GET (2026-07-28, basic/transports). */
    private static final Set<Integer> SSE_STATUSES = Set.of(400, 404, 405);

    static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    /** A server may be of both eras, and would answer {@code initialize} for ever. */
    static final Duration LEGACY_VERDICT_MAX = Duration.ofHours(1);

    private final Road road;
    private final Protocol protocol;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private final AtomicLong ids = new AtomicLong();
    private final Dialect modern;
    private final Dialect legacy;
    private final SseConnector sse;
    private volatile Protocol verdict = Protocol.LEGACY;
    private volatile Optional<Deadline> verdictUntil = Optional.empty();

    HttpConnector(Road road, Protocol protocol, Implementation self, Listener listener, LongSupplier nanoTime) {
        this.road = road;
        this.protocol = protocol;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.modern = new Dialect(ProtocolVersion.LATEST, self);
        this.legacy = new Dialect(ProtocolVersion.LATEST_LEGACY, self);
        this.sse = new SseConnector(road, legacy, nanoTime);
    }

    @Override
    public Connection connect() throws InterruptedException {
        return switch (spoken()) {
            case AUTO, MODERN -> probe();
            case LEGACY -> initialize(ClientCapabilities.NONE, listener);
            case SSE -> sse.connect(ClientCapabilities.NONE, listener);
        };
    }

    @Override
    public Connection connect(ClientCapabilities declared, Listener heard) throws InterruptedException {
        return spoken() == Protocol.SSE ? sse.connect(declared, heard) : initialize(declared, heard);
    }

    @Override
    public void close() {
        road.close();
    }

    /** What the administrator says or the last attempts have shown. */
    private Protocol spoken() {
        boolean fresh = protocol == Protocol.AUTO
                && verdictUntil
                        .filter(until -> !until.isOver(nanoTime.getAsLong()))
                        .isPresent();
        return fresh ? verdict : protocol;
    }

    private void found(Protocol legacy) {
        verdict = legacy;
        verdictUntil = Optional.of(Deadline.in(LEGACY_VERDICT_MAX, nanoTime.getAsLong()));
    }

    private Connection probe() throws InterruptedException {
        HttpCall asked = discover(road(modern));
        UpstreamReply reply = Replies.await(asked, patience());
        Optional<Introduction> introduction = Discovery.modern(reply);
        if (introduction.isPresent()) {
            Settled settled = settled(introduction.get(), ClientCapabilities.NONE);
            return new Connection.Established(new ModernHttpSession(road(settled.dialect()), settled, listener), "");
        }
        boolean fallsBack = protocol == Protocol.AUTO
                && !Discovery.provesModern(reply)
                && asked.head().filter(head -> isLegacyAnswer(head, reply)).isPresent();
        return fallsBack
                ? initialize(ClientCapabilities.NONE, listener)
                : new Connection.Failed("server/discover: " + Discovery.describe(reply));
    }

    private HttpCall discover(SessionRoad stranger) {
        long id = stranger.nextId();
        Json message = Messages.request(id, "server/discover", modern.own(Json.object()));
        CallContext context = new StandaloneContext(stranger, listener);
        return new HttpCall(id, Caller.GATEWAY, context, stranger.post(message), Session.Over.NOBODY);
    }

    private static boolean isLegacyAnswer(AnswerHead head, UpstreamReply reply) {
        return switch (head.status()) {
            case 200 -> !(reply instanceof UpstreamReply.Lost);
            case 401, 403, 408, 429 -> false;
            default -> head.status() >= 400 && head.status() < 500;
        };
    }

    private Connection initialize(ClientCapabilities declared, Listener heard) throws InterruptedException {
        Deadline deadline = patience();
        HttpCall asked = Initializing.begin(road(legacy), legacy, declared, heard);
        UpstreamReply reply = Replies.await(asked, deadline);
        Optional<Introduction> introduction = Discovery.legacy(reply);
        if (introduction.isEmpty()) {
            verdictUntil = Optional.empty();
            boolean fallsBack = protocol == Protocol.AUTO
                    && declared.equals(ClientCapabilities.NONE)
                    && asked.head()
                            .filter(head -> SSE_STATUSES.contains(head.status()))
                            .isPresent();
            String why = "initialize: " + Discovery.describe(reply);
            return fallsBack ? trySse(why) : new Connection.Failed(why);
        }
        found(Protocol.LEGACY);
        Settled settled = settled(introduction.get(), declared);
        LegacyHttpSession session = new LegacyHttpSession(road(settled.dialect()), settled, heard);
        session.enter(asked.head().flatMap(AnswerHead::sessionId), deadline);
        return new Connection.Established(session, "");
    }

    private Connection trySse(String why) throws InterruptedException {
        Connection connection = sse.connect(ClientCapabilities.NONE, listener);
        if (connection instanceof Connection.Failed) {
            return new Connection.Failed(why);
        }
        found(Protocol.SSE);
        return connection;
    }

    private Settled settled(Introduction introduction, ClientCapabilities declared) {
        return new Settled(introduction, new Dialect(introduction.version(), modern.self()), declared);
    }

    private SessionRoad road(Dialect dialect) {
        return new SessionRoad(road, dialect.version(), ids);
    }

    private Deadline patience() {
        return Deadline.in(ANSWER_MAX, nanoTime.getAsLong());
    }
}
