package dev.gatehouse.transport.face;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Who keeps how many streams open that wait for news. Requests under way are counted elsewhere. */
final class StreamPlaces {
    private final Map<String, Integer> byPrincipal = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final StreamLimits limits;
    private final StreamCount count;
    private volatile boolean shut;

    StreamPlaces(StreamLimits limits, StreamCount count) {
        this.limits = limits;
        this.count = count;
    }

    sealed interface Entry {
        /** @param leave gives the place back; once or more */
        record Entered(Runnable leave) implements Entry {}

        /** @param told what the client learns */
        record Refused(String told) implements Entry {}
    }

    Entry enter(Principal principal) {
        String key = principal.key();
        int mine = byPrincipal.merge(key, 1, Integer::sum);
        int everybody = all.incrementAndGet();
        if (shut) {
            leave(key);
            return new Entry.Refused("the gateway is stopping");
        }
        if (mine > limits.streamsPerPrincipalMax()) {
            return full(key, StreamBound.OPEN_PER_PRINCIPAL);
        }
        if (everybody > limits.streamsMax()) {
            return full(key, StreamBound.OPEN);
        }
        AtomicBoolean left = new AtomicBoolean();
        return new Entry.Entered(() -> {
            if (left.compareAndSet(false, true)) {
                leave(key);
            }
        });
    }

    private Entry full(String key, StreamBound bound) {
        leave(key);
        count.refused(bound);
        return new Entry.Refused(bound.told());
    }

    /** Nobody enters any more. */
    void shut() {
        shut = true;
    }

    /** Whoever entered before and begins only now has to look: those that had begun were ended. */
    boolean isShut() {
        return shut;
    }

    int taken() {
        return all.get();
    }

    private void leave(String key) {
        all.decrementAndGet();
        byPrincipal.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
