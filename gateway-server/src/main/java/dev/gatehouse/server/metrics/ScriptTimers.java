package dev.gatehouse.server.metrics;

import dev.gatehouse.policy.script.ScriptRunner.Ran;
import dev.gatehouse.policy.script.worker.ScriptMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts what policy scripts do. */
final class ScriptTimers implements ScriptMeter {
    private final MeterRegistry registry;

    ScriptTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ran(Ran ran, long nanos) {
        String outcome =
                ran instanceof Ran.Failed failed ? failed.fault().name().toLowerCase(Locale.ROOT) : "answered";
        Timer.builder(Metric.SCRIPTS.id)
                .description(Metric.SCRIPTS.help)
                .tag("outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void lost() {
        Counter.builder(Metric.SCRIPT_WORKERS_LOST.id)
                .description(Metric.SCRIPT_WORKERS_LOST.help)
                .register(registry)
                .increment();
    }
}
