package dev.gatehouse.transport.face;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Who keeps how many streams open that wait for news. Requests under way are counted elsewhere. */
final class StreamPlaces {
    private final Map<String, Integer> byPrincipal = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final StreamLimits limits;
    private volatile boolean shut;

    StreamPlaces(StreamLimits limits) {
        this.limits = limits;
    }

    /** A place, to be given back by running it, once or more; empty when there is none. */
    Optional<Runnable> tryEnter(Principal principal) {
        String key = principal.key();
        int mine = byPrincipal.merge(key, 1, Integer::sum);
        if (all.incrementAndGet() > limits.streamsMax() || mine > limits.streamsPerPrincipalMax() || shut) {
            leave(key);
            return Optional.empty();
        }
        AtomicBoolean left = new AtomicBoolean();
        return Optional.of(() -> {
            if (left.compareAndSet(false, true)) {
                leave(key);
            }
        });
    }

    /** Nobody enters any more. */
    void shut() {
        shut = true;
    }

    int taken() {
        return all.get();
    }

    private void leave(String key) {
        all.decrementAndGet();
        byPrincipal.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
