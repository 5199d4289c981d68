package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.road.Piece;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.client.rpc.Incoming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads one stream that has no end, on a thread of its own; opens it again, with growing pauses, whenever it breaks. */
final class StreamReader implements AutoCloseable {
    private static final Duration HEAD_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    /** Whose stream it is. */
    interface Source {
        /** @param lastEventId of the last event seen, when there was one */
        HttpExchange open(Optional<String> lastEventId);

        /** Takes each message; false ends the stream for good. */
        boolean read(Incoming message);

        /** Asked now and then while nothing comes; false ends the stream for good. */
        default boolean isWanted() {
            return true;
        }

        /** The server does not offer the stream. Not when it was closed. */
        default void refused() {}
    }

    private final Road road;
    private final Source source;
    private final Thread thread;
    private final CountDownLatch begun = new CountDownLatch(1);
    private Optional<String> lastEventId = Optional.empty();
    private volatile @Nullable HttpExchange current;
    private volatile boolean closed;

    StreamReader(Road road, Source source) {
        this.road = road;
        this.source = source;
        this.thread = Thread.ofPlatform()
                .name("gatehouse-news-" + road.name())
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        HttpExchange open = current;
        if (open != null) {
            open.abandon(Cause.CANCELLED, "it was stopped");
        }
        thread.interrupt();
    }

    private void run() {
        try {
            Duration pause = PAUSE_FIRST;
            while (!closed && source.isWanted()) {
                HttpExchange exchange = source.open(lastEventId);
                current = exchange;
                exchange.awaitHead(HEAD_MAX);
                begun.countDown();
                boolean told;
                try {
                    told = follow(exchange);
                } finally {
                    exchange.release();
                }
                pause = told ? PAUSE_FIRST : longer(pause);
                Duration asked = exchange.retry().orElse(jittered(pause));
                boolean _ = road.pause(shorter(asked, PAUSE_MAX), in(PAUSE_MAX.plus(LOOK_EVERY)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RefusedException e) {
            if (!closed) {
                source.refused();
            }
        } finally {
            begun.countDown();
            close();
        }
    }

    /** Waits until the stream is open, or the server has said that there is none. */
    void awaitBegun() {
        try {
            boolean _ = begun.await(HEAD_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether anything came before it broke. */
    private boolean follow(HttpExchange exchange) throws InterruptedException, RefusedException {
        boolean told = false;
        while (!closed) {
            Optional<Piece> piece = exchange.take(in(LOOK_EVERY));
            if (piece.isEmpty()) {
                if (!source.isWanted()) {
                    close();
                }
                continue;
            }
            switch (piece.get()) {
                case Piece.Event event -> {
                    told = true;
                    List<Incoming> messages = HttpAnswers.messages(event.data()).orElse(List.of());
                    if (!messages.stream().allMatch(source::read)) {
                        throw new RefusedException();
                    }
                }
                case Piece.Endpoint _, Piece.Question _ -> {
                    // A server of two transports: this one is spoken already.
                }
                case Piece.Body _ -> {
                    if (isRefusal(exchange)) {
                        throw new RefusedException();
                    }
                    return told;
                }
                case Piece.StreamEnd _, Piece.Broken _ -> {
                    lastEventId = exchange.lastEventId().or(() -> lastEventId);
                    return told;
                }
            }
        }
        return told;
    }

    /** Whoever is busy or failing may offer the stream later; any other answer says there is none. */
    private static boolean isRefusal(HttpExchange exchange) {
        int status = exchange.head().map(AnswerHead::status).orElse(0);
        return status < 500 && status != 408 && status != 429;
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, road.waits().nanoTime());
    }

    private static Duration longer(Duration pause) {
        return shorter(pause.multipliedBy(2), PAUSE_MAX);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration jittered(Duration pause) {
        return pause.multipliedBy(ThreadLocalRandom.current().nextLong(50, 101)).dividedBy(100);
    }

    /** The server does not offer the stream. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
