package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.road.Piece;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.wire.McpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to one upstream within one conversation: each message goes with the headers that its revision wants and with
 * the id of the session of the moment, if there is one. Thread-safe.
 */
final class SessionRoad {
    private final Road road;
    private final ProtocolVersion version;
    private final AtomicLong ids;
    private volatile Optional<String> sessionId = Optional.empty();

    /** @param ids shared by all conversations with one upstream: within a session no id may come twice */
    SessionRoad(Road road, ProtocolVersion version, AtomicLong ids) {
        this.road = road;
        this.version = version;
        this.ids = ids;
    }

    Road road() {
        return road;
    }

    long nanoTime() {
        return road.waits().nanoTime();
    }

    Deadline in(Duration time) {
        return Deadline.in(time, nanoTime());
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    Optional<String> sessionId() {
        return sessionId;
    }

    /** From now on messages go in this session. */
    void enter(Optional<String> session) {
        sessionId = session;
    }

    /** The headers of a message; one that is no request has no method. */
    HttpHeaders headers(String method) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(McpHeaders.PROTOCOL_VERSION, version.wireName());
        if (version.isModern()) {
            headers.set(McpHeaders.METHOD, method);
        }
        sessionId.ifPresent(session -> headers.set(McpHeaders.SESSION_ID, session));
        return headers;
    }

    HttpExchange post(Json message) {
        return road.post(message, headersOf(message));
    }

    /** Sends what wants no answer; a refusal of it changes nothing. */
    void tell(Json message) {
        road.tell(message, headersOf(message));
    }

    /** Sends what must not be overtaken: waits until the server has seen it. */
    void tell(Json message, Deadline deadline) {
        await(post(message), deadline);
    }

    /** The stream of what belongs to no request, or what is left of another one. */
    HttpExchange get(Optional<String> lastEventId) {
        HttpHeaders headers = headers("");
        lastEventId.ifPresent(id -> headers.set("Last-Event-ID", id));
        return road.get(headers);
    }

    /** Ends the session, if there is one. */
    void leave(Deadline deadline) {
        if (sessionId.isPresent()) {
            HttpHeaders headers = headers("");
            sessionId = Optional.empty();
            await(road.delete(headers), deadline);
        }
    }

    private HttpHeaders headersOf(Json message) {
        return headers(message.text("method").orElse(""));
    }

    /** Waits for an answer whose content does not matter. */
    private static void await(HttpExchange exchange, Deadline deadline) {
        try {
            Optional<Piece> _ = exchange.take(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.satisfied();
        exchange.release();
    }
}
