package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.road.Piece;
import dev.gatehouse.transport.client.road.RequestBytes;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.client.rpc.Channel;
import dev.gatehouse.transport.client.rpc.Connector;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE of 2024-11-05: everything comes on one GET stream, everything goes by POST to the address that the stream
 * names first. Like a pipe it is one conversation for all callers, and over when the stream is.
 */
final class SseConversation {
    private static final Duration SLICE = Duration.ofHours(1);
    private static final int ENDPOINT_MAX_BYTES = 8 << 10;

    private final Road road;
    private final HttpExchange stream;
    private final Channel channel;
    private volatile @Nullable RequestBytes requests;
    private volatile Optional<ProtocolVersion> version = Optional.empty();

    /** @param exclusive whether there is only one caller at a time, who can be asked */
    SseConversation(Road road, boolean exclusive, Connector.Listener listener) {
        this.road = road;
        this.channel = new Channel(this::post, exclusive, listener, road.waits(), road.budget());
        this.stream = road.get(new DefaultHttpHeaders());
    }

    Channel channel() {
        return channel;
    }

    /** Waits for the address to post to; why there is none, fit to print. Messages can be sent once it is there. */
    Optional<String> open(Deadline deadline) throws InterruptedException {
        Optional<Piece> first = stream.take(deadline);
        if (first.isEmpty()) {
            return Optional.of("no answer in time");
        }
        return switch (first.get()) {
            case Piece.Endpoint(byte[] uri) -> begin(uri);
            case Piece.Broken broken -> Optional.of(broken.detail());
            case Piece.Body _ ->
                Optional.of("HTTP " + stream.head().map(AnswerHead::status).orElse(0));
            case Piece.Event _, Piece.Question _, Piece.StreamEnd _ ->
                Optional.of("a stream that does not name its endpoint first");
        };
    }

    private Optional<String> begin(byte[] uri) {
        Optional<String> named = uri.length > ENDPOINT_MAX_BYTES
                ? Optional.empty()
                : road.origin().sameOrigin(new String(uri, StandardCharsets.UTF_8));
        if (named.isEmpty()) {
            return Optional.of("an endpoint that is not of the same origin");
        }
        requests = road.requestsTo(named.get());
        Thread.ofPlatform().name("gatehouse-sse-" + road.name()).daemon().start(this::read);
        return Optional.empty();
    }

    /** From then on each message names the revision, as those since 2025-06-18 want it. */
    void speaks(ProtocolVersion settled) {
        version = Optional.of(settled).filter(since -> since.compareTo(ProtocolVersion.V2025_06_18) >= 0);
    }

    /** Sends a message that must not be overtaken: waits until it is accepted, or is not. */
    void tell(Json message, Deadline deadline) throws InterruptedException {
        HttpExchange exchange = road.post(message, headers(), requests());
        Optional<Piece> _ = exchange.take(deadline);
        exchange.satisfied();
        exchange.release();
    }

    void close(String why) {
        channel.fail(Cause.UNAVAILABLE, why);
        stream.abandon(Cause.CANCELLED, why);
        stream.release();
    }

    private boolean post(Json message, BooleanSupplier wanted, Consumer<String> refused) {
        if (wanted.getAsBoolean()) {
            road.tell(message, headers(), requests(), refused);
        }
        return true;
    }

    private RequestBytes requests() {
        return Objects.requireNonNull(requests, "nothing is sent before the stream is open");
    }

    private HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        version.ifPresent(spoken -> headers.set("MCP-Protocol-Version", spoken.wireName()));
        return headers;
    }

    private void read() {
        try {
            Optional<String> end = Optional.empty();
            while (end.isEmpty()) {
                Deadline slice = Deadline.in(SLICE, road.waits().nanoTime());
                end = stream.take(slice).flatMap(this::read);
            }
            close(end.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close("it was stopped");
        }
    }

    /** Why the conversation is over; empty while it is not. */
    private Optional<String> read(Piece piece) {
        return switch (piece) {
            case Piece.Event(byte[] data) -> {
                HttpAnswers.messages(data).ifPresentOrElse(messages -> messages.forEach(channel::take), channel::junk);
                yield channel.isFlooded() ? Optional.of("it floods its stream") : Optional.empty();
            }
            // Said once and for all.
            case Piece.Endpoint _, Piece.Question _ -> Optional.empty();
            case Piece.Body _, Piece.StreamEnd _ -> Optional.of("its stream ended");
            case Piece.Broken broken -> Optional.of(broken.detail());
        };
    }
}
