package dev.gatehouse.core.call;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The two clocks: wall time for records, monotonic time for deadlines and durations. */
public record Clocks(InstantSource wall, LongSupplier nanos) {
    public static final Clocks SYSTEM = new Clocks(InstantSource.system(), System::nanoTime);

    public Instant now() {
        return wall.instant();
    }

    public long nanoTime() {
        return nanos.getAsLong();
    }
}
