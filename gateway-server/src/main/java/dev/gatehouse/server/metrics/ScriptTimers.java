package dev.gatehouse.server.metrics;

import dev.gatehouse.policy.script.ScriptRunner.Ran;
import dev.gatehouse.policy.script.worker.ScriptMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what policy scripts do. */
final class ScriptTimers implements ScriptMeter {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(200_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    /** By outcome: as many as there are ways to fail, and one. */
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    ScriptTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ran(Ran ran, long nanos) {
        timers.computeIfAbsent(outcome(ran), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String outcome(Ran ran) {
        return ran instanceof Ran.Failed failed ? failed.fault().name().toLowerCase(Locale.ROOT) : "answered";
    }

    private Timer timer(String outcome) {
        return Timer.builder(Metric.SCRIPTS.id)
                .description(Metric.SCRIPTS.help)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void lost() {
        Counter.builder(Metric.SCRIPT_WORKERS_LOST.id)
                .description(Metric.SCRIPT_WORKERS_LOST.help)
                .register(registry)
                .increment();
    }
}
