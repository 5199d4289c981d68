package dev.gatehouse.auth.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;

/**
 * Slows down whoever fails to authenticate. A known client is counted per address, so that a stranger elsewhere cannot
 * lock it out; unknown client ids are counted together per address, so that inventing ids gains nothing.
 */
final class Attempts {
    /** Failures in a row before a known client has to wait, at one address. */
    static final int KNOWN_CLIENT_MAX = 20;
    /** Failures in a row before unknown clients of one address have to wait. */
    static final int UNKNOWN_CLIENTS_MAX = 100;
    /** One failure is forgotten in each such time. */
    static final Duration FORGIVEN_EACH = Duration.ofSeconds(30);

    private static final int ENTRIES_MAX = 20_000;

    private final Clocks clocks;
    private final Cache<Key, Failures> table;

    Attempts(Clocks clocks) {
        this.clocks = clocks;
        this.table = Caffeine.newBuilder()
                .maximumSize(ENTRIES_MAX)
                .expireAfterAccess(FORGIVEN_EACH.multipliedBy(UNKNOWN_CLIENTS_MAX))
                .ticker(clocks::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** Whether a request may be looked at; one that may not is answered without comparing any secret. */
    boolean allows(Source source) {
        Failures failures = table.getIfPresent(source.key());
        return failures == null || failures.at(clocks.nanoTime()) + 1 <= source.failuresMax();
    }

    void failed(Source source) {
        long now = clocks.nanoTime();
        table.asMap().compute(source.key(), (_, before) -> new Failures(before == null ? 1 : before.at(now) + 1, now));
    }

    /** Who is trying. */
    record Source(String peer, String clientId, boolean known) {
        private Key key() {
            return new Key(peer, known ? clientId : "");
        }

        private int failuresMax() {
            return known ? KNOWN_CLIENT_MAX : UNKNOWN_CLIENTS_MAX;
        }
    }

    private record Key(String peer, String clientId) {}

    /** A leaky bucket: what it held and when. */
    private record Failures(double count, long atNanos) {
        double at(long nowNanos) {
            return Math.max(0, count - (double) (nowNanos - atNanos) / FORGIVEN_EACH.toNanos());
        }
    }
}
