package dev.gatehouse.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One timer per (server, upstream, tool, verdict), found by one look-up on the call's way. Bounded: upstreams name
 * tools, and no upstream may fill the memory of the gateway or of whoever scrapes it.
 */
final class CallTimers {
    /** Label sets with a tool's own name; later ones share {@code tool="other"}. */
    static final int TOOL_SETS_MAX = 2_000;
    /** Label sets in all; past it every label but the verdict is {@code other}. */
    static final int SETS_MAX = 2_500;

    static final String OTHER = "other";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private record Key(String server, String upstream, String tool, String verdict) {}

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    CallTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer timer(String server, String upstream, String tool, String verdict) {
        Key key = new Key(server, upstream, tool, verdict);
        Timer known = timers.get(key);
        return known == null ? unknown(key) : known;
    }

    /** Not entered under the key that was asked for once the bound is reached: else the map itself would grow. */
    private synchronized Timer unknown(Key key) {
        if (timers.size() < TOOL_SETS_MAX) {
            return timers.computeIfAbsent(key, this::register);
        }
        Key shared = new Key(key.server(), key.upstream(), OTHER, key.verdict());
        if (timers.size() < SETS_MAX || timers.containsKey(shared)) {
            return timers.computeIfAbsent(shared, this::register);
        }
        return timers.computeIfAbsent(new Key(OTHER, OTHER, OTHER, key.verdict()), this::register);
    }

    private Timer register(Key key) {
        return Timer.builder(Metric.CALLS.id)
                .description(Metric.CALLS.help)
                .tags("server", key.server(), "upstream", key.upstream(), "tool", key.tool(), "verdict", key.verdict())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
