package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec.Protocol;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Replies;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Finds out the era of an HTTP upstream (2026-07-28, basic/versioning): {@code server/discover} first, and only an
 * answer that a legacy server gives to what it does not understand leads to {@code initialize}. Refused credentials, a
 * failing server or none at all say nothing of the era.
 */
final class HttpConnector implements Connector {
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final Road road;
    private final Protocol protocol;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private final AtomicLong ids = new AtomicLong();
    private final Dialect modern;
    private final Dialect legacy;

    HttpConnector(Road road, Protocol protocol, Implementation self, Listener listener, LongSupplier nanoTime) {
        this.road = road;
        this.protocol = protocol;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.modern = new Dialect(ProtocolVersion.LATEST, self);
        this.legacy = new Dialect(ProtocolVersion.LATEST_LEGACY, self);
    }

    @Override
    public Connection connect() {
        return protocol == Protocol.LEGACY ? initialize() : probe();
    }

    @Override
    public void close() {
        road.close();
    }

    private Connection probe() {
        HttpCall asked = session(modern).request("server/discover", modern.own(Json.object()));
        UpstreamReply reply = Replies.await(asked, patience());
        Optional<ProtocolVersion> version = Discovery.modern(reply);
        if (version.isPresent()) {
            return new Connection.Established(session(new Dialect(version.get(), modern.self())), "");
        }
        boolean fallsBack = protocol == Protocol.AUTO
                && !Discovery.provesModern(reply)
                && asked.head().filter(head -> isLegacyAnswer(head, reply)).isPresent();
        return fallsBack ? initialize() : new Connection.Failed("server/discover: " + Discovery.describe(reply));
    }

    private static boolean isLegacyAnswer(AnswerHead head, UpstreamReply reply) {
        return switch (head.status()) {
            case 200 -> !(reply instanceof UpstreamReply.Lost);
            case 401, 403, 408, 429 -> false;
            default -> head.status() >= 400 && head.status() < 500;
        };
    }

    private Connection initialize() {
        Deadline deadline = patience();
        HttpCall asked = session(legacy).initialize();
        UpstreamReply reply = Replies.await(asked, deadline);
        Optional<ProtocolVersion> version = Discovery.legacy(reply);
        if (version.isEmpty()) {
            return new Connection.Failed("initialize: " + Discovery.describe(reply));
        }
        HttpSession session = session(new Dialect(version.get(), legacy.self()));
        session.adopt(asked.head().flatMap(AnswerHead::sessionId), deadline);
        return new Connection.Established(session, "");
    }

    private HttpSession session(Dialect dialect) {
        return new HttpSession(road, dialect, ids, listener, nanoTime);
    }

    private Deadline patience() {
        return Deadline.in(ANSWER_MAX, nanoTime.getAsLong());
    }
}
