package dev.gatehouse.auth;

import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Both clocks, standing still until told otherwise. */
public final class ManualClock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));

    public void advance(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }

    public Instant now() {
        return now.get();
    }

    public Clocks clocks() {
        return new Clocks(
                now::get, () -> Duration.between(Instant.EPOCH, now.get()).toNanos());
    }
}
