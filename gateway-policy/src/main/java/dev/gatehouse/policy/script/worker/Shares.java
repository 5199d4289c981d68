package dev.gatehouse.policy.script.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The shares of scripts, by digest. */
final class Shares {
    private static final int KEPT_MAX = 256;

    private final int workers;
    private final LongSupplier nanos;
    private final Map<String, Share> shares = new ConcurrentHashMap<>();

    Shares(int workers, LongSupplier nanos) {
        this.workers = workers;
        this.nanos = nanos;
    }

    Share of(String digest) {
        Share known = shares.get(digest);
        return known == null ? added(digest) : known;
    }

    /** Scripts come and go with the configuration. */
    private Share added(String digest) {
        if (shares.size() >= KEPT_MAX) {
            shares.values().removeIf(Share::isIdle);
        }
        return shares.computeIfAbsent(digest, _ -> new Share(workers, nanos));
    }
}
