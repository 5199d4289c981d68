package dev.gatehouse.auth.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;

/**
 * A leaky bucket for each key: it takes so many drops, and loses one every so often.
 *
 * @param <K> whom or what is counted
 */
public final class LeakyBuckets<K> {
    private static final int KEYS_MAX = 20_000;

    private final Duration dropEach;
    private final Clocks clocks;
    private final Cache<K, Level> levels;

    /**
     * @param dropsMax the most that any bucket will be asked to take
     * @param dropEach how long one drop stays
     */
    public LeakyBuckets(int dropsMax, Duration dropEach, Clocks clocks) {
        this.dropEach = dropEach;
        this.clocks = clocks;
        this.levels = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterAccess(dropEach.multipliedBy(dropsMax))
                .ticker(clocks::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** Whether one more drop would fit. */
    public boolean hasRoom(K key, int dropsMax) {
        Level level = levels.getIfPresent(key);
        return level == null || level.at(clocks.nanoTime(), dropEach) + 1 <= dropsMax;
    }

    /** Adds a drop, whether it fits or not. */
    public void add(K key) {
        long now = clocks.nanoTime();
        levels.asMap().compute(key, (_, before) -> new Level(before == null ? 1 : before.at(now, dropEach) + 1, now));
    }

    /** Adds a drop if it fits; of callers that ask at the same time, no more than fit are told yes. */
    public boolean take(K key, int dropsMax) {
        long now = clocks.nanoTime();
        boolean[] taken = new boolean[1];
        levels.asMap().compute(key, (_, before) -> {
            double level = before == null ? 0 : before.at(now, dropEach);
            taken[0] = level + 1 <= dropsMax;
            return new Level(taken[0] ? level + 1 : level, now);
        });
        return taken[0];
    }

    /** What a bucket held, and when. */
    private record Level(double drops, long atNanos) {
        double at(long nowNanos, Duration dropEach) {
            return Math.max(0, drops - (double) (nowNanos - atNanos) / dropEach.toNanos());
        }
    }
}
