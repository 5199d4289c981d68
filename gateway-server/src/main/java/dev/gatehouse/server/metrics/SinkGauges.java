package dev.gatehouse.server.metrics;

import dev.gatehouse.audit.sink.SinkStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** One row per configured sink, made anew at each scrape: a reload adds and removes sinks. */
final class SinkGauges {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeterRegistry registry;
    private final MultiGauge sending;
    private final MultiGauge lag;
    private final MultiGauge lagSeconds;
    private final MultiGauge failing;
    private final Set<String> counted = new HashSet<>();
    private volatile Supplier<List<SinkStatus>> source = List::of;

    SinkGauges(MeterRegistry registry) {
        this.registry = registry;
        this.sending = gauge(Metric.SINK_SENDING);
        this.lag = gauge(Metric.SINK_LAG);
        this.lagSeconds = gauge(Metric.SINK_LAG_SECONDS);
        this.failing = gauge(Metric.SINK_FAILING);
    }

    void watch(Supplier<List<SinkStatus>> statuses) {
        source = statuses;
    }

    synchronized void refresh() {
        List<SinkStatus> rows = source.get();
        show(sending, rows, row -> row.isSending() ? 1 : 0);
        show(lag, rows, SinkStatus::lagRecords);
        show(lagSeconds, rows, SinkStatus::lagSeconds);
        show(failing, rows, SinkGauges::failingSeconds);
        for (SinkStatus row : rows) {
            if (counted.add(row.name())) {
                counter(Metric.SINK_SENT, row.name(), SinkStatus::sent);
                counter(Metric.SINK_REFUSED, row.name(), SinkStatus::refused);
                counter(Metric.SINK_MISSED, row.name(), SinkStatus::missed);
            }
        }
    }

    private static double failingSeconds(SinkStatus status) {
        return status.failing()
                .map(failing -> Duration.between(failing.since(), Instant.now()).toMillis() / MILLIS_PER_SECOND)
                .orElse(0.0);
    }

    /** Of a sink that is gone nothing is counted any more. */
    private void counter(Metric metric, String name, ToDoubleFunction<SinkStatus> value) {
        FunctionCounter.builder(
                        metric.id,
                        this,
                        gauges -> gauges.source.get().stream()
                                .filter(status -> status.name().equals(name))
                                .mapToDouble(value)
                                .sum())
                .description(metric.help)
                .tag("sink", name)
                .register(registry);
    }

    private static void show(MultiGauge gauge, List<SinkStatus> rows, ToDoubleFunction<SinkStatus> value) {
        gauge.register(
                rows.stream()
                        .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(Tags.of("sink", row.name()), row, value))
                        .toList(),
                true);
    }

    private MultiGauge gauge(Metric metric) {
        return MultiGauge.builder(metric.id).description(metric.help).register(registry);
    }
}
