package dev.gatehouse.policy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.policy.count.Counted;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The token buckets, by rule and by what is counted. One that would be full again is forgotten, which changes nothing.
 * When there are too many that are not full, new ones are refused: to forget one in use would give its owner a fresh
 * allowance, and an attacker a way to ask for it.
 */
final class Buckets {
    static final int BUCKETS_MAX = 100_000;

    private record Key(LimitId limit, String counted) {}

    private record Kept(Bucket bucket, long fullAfterNanos) {}

    private final int bucketsMax;
    private final TimeMeter meter;
    private final Cache<Key, Kept> buckets;

    Buckets(LongSupplier nanos) {
        this(nanos, BUCKETS_MAX);
    }

    Buckets(LongSupplier nanos, int bucketsMax) {
        this.bucketsMax = bucketsMax;
        this.meter = new Meter(nanos);
        this.buckets = Caffeine.newBuilder()
                .ticker(nanos::getAsLong)
                .expireAfter(Expiry.accessing((Key _, Kept kept) -> Duration.ofNanos(kept.fullAfterNanos())))
                .executor(Runnable::run)
                .build();
    }

    /** Empty when there is no room for another. */
    Optional<Bucket> find(LimitId limit, Rate rate, Counted counted) {
        Key key = new Key(limit, counted.key());
        Kept kept = buckets.getIfPresent(key);
        if (kept == null && isFull()) {
            return Optional.empty();
        }
        return Optional.of((kept == null ? buckets.get(key, _ -> fresh(rate)) : kept).bucket());
    }

    private boolean isFull() {
        if (buckets.estimatedSize() >= bucketsMax) {
            buckets.cleanUp();
        }
        return buckets.estimatedSize() >= bucketsMax;
    }

    private Kept fresh(Rate rate) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.times(), rate.window()))
                .withCustomTimePrecision(meter)
                .build();
        return new Kept(bucket, rate.untilFull().toNanos());
    }

    private record Meter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
