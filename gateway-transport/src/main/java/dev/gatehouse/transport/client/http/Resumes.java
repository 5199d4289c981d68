package dev.gatehouse.transport.client.http;

import dev.gatehouse.transport.client.road.HttpExchange;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a broken stream is gone on with (2025-11-25, basic/transports): after an event that had an id, when the
 * server's own {@code retry} is over, and not without end while nothing new comes.
 */
final class Resumes {
    static final int FRUITLESS_MAX = 3;
    static final Duration PAUSE = Duration.ofSeconds(1);
    static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private Optional<String> lastEventId = Optional.empty();
    private Duration pause = PAUSE;
    private int fruitless;
    private boolean begun;

    boolean mayFollow(HttpExchange broken) {
        broken.retry().ifPresent(retry -> pause = retry.compareTo(PAUSE_MAX) < 0 ? retry : PAUSE_MAX);
        Optional<String> seen = broken.lastEventId();
        boolean fruitful = seen.isPresent() && !seen.equals(lastEventId);
        fruitless = fruitful ? 0 : fruitless + 1;
        lastEventId = seen.or(() -> lastEventId);
        boolean may = lastEventId.isPresent() && fruitless < FRUITLESS_MAX;
        begun |= may;
        return may;
    }

    Optional<String> lastEventId() {
        return lastEventId;
    }

    Duration pause() {
        return pause;
    }

    boolean begun() {
        return begun;
    }
}
