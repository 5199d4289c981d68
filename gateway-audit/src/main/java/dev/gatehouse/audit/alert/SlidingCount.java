package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How many there were within a time up to now, to a tenth of that time. */
final class SlidingCount {
    private static final int PARTS = 10;

    private final long partMillis;
    private final long[] counts = new long[PARTS];
    private long part;

    SlidingCount(Duration within) {
        this.partMillis = Math.max(1, within.toMillis() / PARTS);
    }

    /** Counts some more, and says how many there are. */
    long add(Instant now, long more) {
        long at = now.toEpochMilli() / partMillis;
        if (at - part >= PARTS) {
            Arrays.fill(counts, 0);
            part = at;
        }
        while (part < at) {
            part++;
            counts[(int) (part % PARTS)] = 0;
        }
        counts[(int) (part % PARTS)] += more;
        return Arrays.stream(counts).sum();
    }
}
