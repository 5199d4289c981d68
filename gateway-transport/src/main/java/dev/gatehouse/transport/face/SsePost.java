package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Exchange.Asking;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.wire.WireReply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One post to a connection of HTTP+SSE: what comes of it is said on the connection's stream. */
final class SsePost implements ClientExchange.Voice, AutoCloseable {
    private final SseChannel channel;
    private final StreamCount count;
    private final List<ClientExchange> exchanges = new ArrayList<>();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private final List<Runnable> regrets = new CopyOnWriteArrayList<>();

    SsePost(SseChannel channel, StreamCount count) {
        this.channel = channel;
        this.count = count;
    }

    ClientExchange exchange(RequestMeta meta) {
        ClientExchange exchange = new ClientExchange(this, Asking.INLINE, meta, count);
        exchanges.add(exchange);
        channel.enter(exchange);
        return exchange;
    }

    void answer(List<WireReply> replies) {
        boolean heard = replies.stream().filter(WireReply::hasBody).allMatch(reply -> say(reply.parts()));
        if (!heard) {
            regrets.forEach(Runnable::run);
        }
    }

    @Override
    public boolean say(List<ByteBuffer> message) {
        return channel.say(message);
    }

    @Override
    public boolean isDeserted() {
        return channel.isOver();
    }

    @Override
    public Optional<Asks> asks() {
        return Optional.of(channel.live().asks());
    }

    @Override
    public void onOver(Runnable action) {
        endings.add(action);
    }

    @Override
    public void onUndelivered(Runnable action) {
        regrets.add(action);
    }

    @Override
    public void close() {
        exchanges.forEach(channel::leave);
        endings.forEach(Runnable::run);
    }
}
