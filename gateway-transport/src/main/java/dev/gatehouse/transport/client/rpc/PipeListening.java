package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One {@code subscriptions/listen} over a pipe; sent again, with growing pauses, whenever the server ends it. */
final class PipeListening implements AutoCloseable {
    private static final Duration SLICE = Duration.ofHours(1);
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Channel channel;
    private final Json params;
    private final Listening.Listener stream;
    private final Waits waits;
    private final Thread thread;
    private volatile @Nullable PipeCall current;
    private volatile boolean closed;

    PipeListening(Channel channel, Json params, Listening.Listener stream) {
        this.channel = channel;
        this.params = params;
        this.stream = stream;
        this.waits = channel.waits();
        this.thread = Thread.ofPlatform().name("gatehouse-listening").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        PipeCall call = current;
        if (call != null) {
            call.close();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            Duration pause = PAUSE_FIRST;
            while (!isOver()) {
                long began = waits.nanoTime();
                if (listen() instanceof UpstreamReply.Errored) {
                    break;
                }
                boolean held = waits.nanoTime() - began > PAUSE_MAX.toNanos();
                pause = held ? PAUSE_FIRST : pause;
                boolean _ = waits.await(this::isOver, in(pause));
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!closed) {
            stream.ended();
        }
    }

    /** Returns how the server ended it. */
    private UpstreamReply listen() throws InterruptedException {
        try (PipeCall call = channel.listen(params, stream::begun)) {
            current = call;
            Optional<UpstreamEvent> event = Optional.empty();
            while (event.isEmpty()) {
                event = call.await(in(SLICE));
            }
            return event.get() instanceof UpstreamEvent.Done(UpstreamReply reply)
                    ? reply
                    : new UpstreamReply.Lost(UpstreamReply.Cause.MALFORMED, true, "it asks for input");
        }
    }

    private boolean isOver() {
        return closed || channel.failure().isPresent();
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, waits.nanoTime());
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }
}
