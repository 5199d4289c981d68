package dev.gatehouse.core.call;

/**
 * Decides which events of a possible flood get a record of their own: each one up to a rate, then sums with an exact
 * count, so that a flood can neither hide nor fill the trail.
 */
public final class Flood {
    /** Single records per second before summing begins. */
    static final int SINGLE_PER_SECOND_MAX = 100;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Clocks clocks;
    private long windowStart;
    private int inWindow;
    private long summed;

    public Flood(Clocks clocks) {
        this.clocks = clocks;
        this.windowStart = clocks.nanoTime();
    }

    /** Counts one event. How many events the record to be written stands for; 0 when this one is only counted. */
    public synchronized long admit() {
        long now = clocks.nanoTime();
        if (now - windowStart >= SECOND_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        summed++;
        if (inWindow >= SINGLE_PER_SECOND_MAX) {
            return 0;
        }
        inWindow++;
        long count = summed;
        summed = 0;
        return count;
    }

    /** Takes back a count whose record could not be written; a later record will stand for it too. */
    public synchronized void addBack(long count) {
        summed += count;
    }
}
