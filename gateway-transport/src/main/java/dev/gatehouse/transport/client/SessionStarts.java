package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.ClientCapabilities;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Which sessions of one upstream are being begun, and how long none is after one could not be. Guarded by the pool. */
final class SessionStarts {
    private final LongSupplier nanoTime;
    private final Map<ClientCapabilities, Integer> underWay = new HashMap<>();
    private final Map<ClientCapabilities, String> failures = new HashMap<>();
    private final Backoff backoff = new Backoff(Duration.ofMinutes(1), 5);
    private long noneBeforeNanos;

    SessionStarts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.noneBeforeNanos = nanoTime.getAsLong();
    }

    int count() {
        return underWay.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(ClientCapabilities declared) {
        return underWay.getOrDefault(declared, 0);
    }

    boolean rest() {
        return noneBeforeNanos - nanoTime.getAsLong() > 0;
    }

    /** Why there is no use in waiting for a session that declares these; empty while there is. */
    Optional<String> refusal(ClientCapabilities declared) {
        return rest() && count() == 0 ? Optional.ofNullable(failures.get(declared)) : Optional.empty();
    }

    void begin(ClientCapabilities declared) {
        underWay.merge(declared, 1, Integer::sum);
    }

    void succeeded(ClientCapabilities declared) {
        end(declared);
        backoff.reset();
        failures.remove(declared);
    }

    void failed(ClientCapabilities declared, String detail) {
        end(declared);
        failures.put(declared, detail);
        long now = nanoTime.getAsLong();
        noneBeforeNanos = now + backoff.failed(now).toNanos();
    }

    private void end(ClientCapabilities declared) {
        underWay.computeIfPresent(declared, (_, count) -> count == 1 ? null : count - 1);
    }
}
