package dev.gatehouse.auth.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;

/**
 * Tells the first use of a credential from those after it. Remembers as many as are in use at a time; one that was
 * forgotten, or is older than an hour, is new again: twice told, never not told.
 */
public final class FirstUses<K> {
    private static final int REMEMBERED_MAX = 100_000;
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

    private final Cache<K, Boolean> used;

    public FirstUses(Clocks clocks) {
        this.used = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(clocks::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** True once for each credential, however many threads use it at once. */
    public boolean isFirst(K credential) {
        return used.getIfPresent(credential) == null && used.asMap().putIfAbsent(credential, Boolean.TRUE) == null;
    }
}
