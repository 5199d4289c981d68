package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Incoming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one stream that has no end, on a thread of its own; opens it again, with growing pauses, whenever it breaks. */
final class StreamReader implements AutoCloseable {
    private static final Duration SLICE = Duration.ofHours(1);
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Road road;
    private final HttpNews.Opening opening;
    private final Predicate<Incoming> read;
    private final Runnable over;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private Optional<String> lastEventId = Optional.empty();
    private volatile @Nullable HttpExchange current;
    private volatile boolean closed;

    /**
     * @param read takes each message; false ends the stream for good
     * @param over run when the server does not offer the stream; not when it was closed
     */
    StreamReader(Road road, HttpNews.Opening opening, Predicate<Incoming> read, Runnable over, LongSupplier nanoTime) {
        this.road = road;
        this.opening = opening;
        this.read = read;
        this.over = over;
        this.nanoTime = nanoTime;
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
            while (!closed) {
                HttpExchange exchange = opening.open(lastEventId);
                current = exchange;
                boolean told;
                try {
                    told = follow(exchange);
                } finally {
                    exchange.release();
                }
                pause = told ? PAUSE_FIRST : longer(pause);
                boolean _ = road.pause(exchange.retry().orElse(jittered(pause)), forever());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RefusedException e) {
            if (!closed) {
                over.run();
            }
        } finally {
            close();
        }
    }

    /** Whether anything came before it broke. */
    private boolean follow(HttpExchange exchange) throws InterruptedException, RefusedException {
        boolean told = false;
        while (!closed) {
            Optional<Piece> piece = exchange.take(forever());
            if (piece.isEmpty()) {
                continue;
            }
            switch (piece.get()) {
                case Piece.Event event -> {
                    told = true;
                    List<Incoming> messages = HttpAnswers.messages(event.data()).orElse(List.of());
                    if (!messages.stream().allMatch(read)) {
                        throw new RefusedException();
                    }
                }
                case Piece.Endpoint _ -> {
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

    private Deadline forever() {
        return Deadline.in(SLICE, nanoTime.getAsLong());
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }

    private static Duration jittered(Duration pause) {
        return pause.multipliedBy(ThreadLocalRandom.current().nextLong(50, 101)).dividedBy(100);
    }

    /** The server does not offer the stream. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
