package dev.gatehouse.audit.event;

import java.time.Instant;

/** Wall time as nanoseconds since 1970 in 64 bits, good until 2262; what lies beyond is the end of that range. */
public final class EpochNanos {
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private EpochNanos() {}

    /** Rounded as PostgreSQL would: half up. */
    public static long toMicros(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MICRO) + Math.floorMod(nanos, NANOS_PER_MICRO) / (NANOS_PER_MICRO / 2);
    }

    public static long of(Instant at) {
        if (at.getEpochSecond() > SECONDS_MAX) {
            return Long.MAX_VALUE;
        }
        if (at.getEpochSecond() < -SECONDS_MAX) {
            return Long.MIN_VALUE;
        }
        return at.getEpochSecond() * NANOS_PER_SECOND + at.getNano();
    }
}
