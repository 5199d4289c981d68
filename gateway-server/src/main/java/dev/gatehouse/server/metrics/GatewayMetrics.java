package dev.gatehouse.server.metrics;

import dev.gatehouse.audit.sink.SinkStatus;
import dev.gatehouse.auth.agent.AgentFlag;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.call.CallObserver;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.script.worker.ScriptMeter;
import dev.gatehouse.transport.face.FaceStats;
import dev.gatehouse.transport.face.StreamBound;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Counts what the gateway does. Labels come from the configuration and from catalogs, never from what a client wrote: a
 * name that leads nowhere is {@code tool="unknown"}.
 */
public final class GatewayMetrics implements CallObserver, AutoCloseable {
    private static final String UNKNOWN = "unknown";
    private static final String RESOURCES = "resources";

    private static final Duration[] FSYNC_BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMetrics jvm = new JvmMetrics(registry);
    private final CallTimers calls = new CallTimers(registry);
    private final ScriptTimers scripts = new ScriptTimers(registry);
    private final UpstreamGauges upstreams = new UpstreamGauges(registry);
    private final SinkGauges sinks = new SinkGauges(registry);
    private final MultiGauge budgetUsed = MultiGauge.builder(Metric.BUDGET_USED.id)
            .description(Metric.BUDGET_USED.help)
            .register(registry);
    private volatile Supplier<Map<String, Double>> budgets = Map::of;
    private final Timer fsync = Timer.builder(Metric.FSYNC.id)
            .description(Metric.FSYNC.help)
            .serviceLevelObjectives(FSYNC_BUCKETS)
            .register(registry);

    @Override
    public void observed(CallSubject subject, String verdict, Duration duration) {
        String upstream = UNKNOWN;
        String tool = UNKNOWN;
        if (subject.target().isPresent()) {
            Target target = subject.target().get();
            upstream = target.upstream().value();
            tool = label(target);
        }
        calls.timer(subject.server().value(), upstream, tool, verdict).record(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A resource is named by whoever asks for it, and there may be any number of them. */
    private static String label(Target target) {
        return switch (target.kind()) {
            case TOOL, PROMPT -> target.publicName();
            case RESOURCE, TEMPLATE -> RESOURCES;
        };
    }

    /** Counts what policy scripts do. */
    public ScriptMeter scripts() {
        return scripts;
    }

    /** Call once per accepted {@code initialize}. */
    public void sessionOpened(ProtocolVersion version) {
        Counter.builder(Metric.SESSIONS.id)
                .description(Metric.SESSIONS.help)
                .tag("version", version.wireName())
                .register(registry)
                .increment();
    }

    /** Call once per fdatasync of the spool. */
    public void fsyncTook(long nanos) {
        fsync.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * From now on each scrape shows these upstreams, as the catalog knows them then.
     *
     * @param breakerOpen whether an upstream's calls end at once
     * @param pending how many of its definitions wait for a decision
     */
    public void watchUpstreams(
            Supplier<? extends Collection<UpstreamId>> configured,
            Catalog catalog,
            Predicate<UpstreamId> breakerOpen,
            ToIntFunction<UpstreamId> pending) {
        upstreams.watch(configured, catalog, breakerOpen, pending);
    }

    /** From now on each scrape reads these. */
    public void watchAudit(AuditReadings readings) {
        gauge(Metric.SPOOL_DEPTH, readings, AuditReadings::depth);
        gauge(Metric.SPOOL_UNSHIPPED, readings, AuditReadings::unshippedRecords);
        gauge(Metric.SPOOL_BYTES, readings, AuditReadings::unshippedBytes);
        gauge(Metric.SHIPPING_LAG, readings, AuditReadings::shippingLagSeconds);
        gauge(Metric.SEAL_LAG, readings, AuditReadings::sealLagSeconds);
        gauge(Metric.ANCHOR_LAG, readings, AuditReadings::anchorLagSeconds);
        gauge(Metric.RETENTION_HELD, readings, AuditReadings::heldDays);
        gauge(Metric.RETENTION_OVERDUE, readings, AuditReadings::overdueDays);
        gauge(Metric.RETENTION_UNSHORTENED, readings, AuditReadings::unshortened);
        gauge(Metric.FIELD_KEYS_WAITING, readings, AuditReadings::waitingKeys);
    }

    /** From now on each scrape shows these sinks of the audit trail. */
    public void watchSinks(Supplier<List<SinkStatus>> statuses) {
        sinks.watch(statuses);
    }

    /** From now on each scrape reads these. */
    public void watchAlerts(AlertFigures alerts) {
        gauge(Metric.ALERTS_OPEN, alerts, AlertFigures::open);
        gauge(Metric.ALERTS_UNTOLD, alerts, AlertFigures::untold);
        counter(Metric.ALERTS_TOLD, alerts, AlertFigures::told);
        counter(Metric.ALERTS_FAILED, alerts, AlertFigures::failed);
        counter(Metric.ALERTS_UNSEEN, alerts, AlertFigures::unseen);
    }

    /** From now on each scrape asks whether PostgreSQL can be reached. */
    public void watchDatabase(BooleanSupplier reachable) {
        gauge(Metric.DATABASE_UP, reachable, source -> source.getAsBoolean() ? 1 : 0);
    }

    /** From now on each scrape reads how many agents have each flag. */
    public void watchAgents(ToIntFunction<AgentFlag> count) {
        for (AgentFlag flag : AgentFlag.values()) {
            Gauge.builder(Metric.AGENTS_FLAGGED.id, count, source -> source.applyAsInt(flag))
                    .description(Metric.AGENTS_FLAGGED.help)
                    .tag("flag", flag.word())
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** Call once per call that a limit or a budget refused. */
    public void limited(BundleName bundle, Refusals.Measure measure) {
        Counter.builder(Metric.LIMITED.id)
                .description(Metric.LIMITED.help)
                .tag("bundle", bundle.value())
                .tag("measure", measure.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /** From now on each scrape shows the part used of each budget. */
    public void watchBudgets(Supplier<Map<String, Double>> shares) {
        budgets = shares;
    }

    private void showBudgets() {
        budgetUsed.register(
                budgets.get().entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                entry -> MultiGauge.Row.of(Tags.of("budget", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
    }

    /** From now on each scrape reads this. */
    public void watchLog(LongSupplier droppedLines) {
        counter(Metric.LOG_DROPPED, droppedLines, LongSupplier::getAsLong);
    }

    /** From now on each scrape reads these. */
    public void watchFace(Supplier<FaceStats> face) {
        gauge(Metric.STREAMS, face, source -> source.get().streams());
        gauge(Metric.SESSIONS_LIVE, face, source -> source.get().liveSessions());
        counter(Metric.EVENTS_REPLAYED, face, source -> source.get().eventsReplayed());
        counter(Metric.EVENTS_DROPPED, face, source -> source.get().eventsDropped());
        counter(Metric.ANSWERS_UNMATCHED, face, source -> source.get().answersUnmatched());
        for (StreamBound bound : StreamBound.values()) {
            FunctionCounter.builder(
                            Metric.STREAMS_REFUSED.id,
                            face,
                            source -> source.get().refusals().applyAsLong(bound))
                    .description(Metric.STREAMS_REFUSED.help)
                    .tag("bound", bound.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Everything, in Prometheus' exposition format 0.0.4. */
    public String scrape() {
        upstreams.refresh();
        sinks.refresh();
        showBudgets();
        return registry.scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }

    /** The registry holds what it reads weakly unless told otherwise. */
    private <T> void gauge(Metric metric, T source, ToDoubleFunction<T> value) {
        Gauge.builder(metric.id, source, value)
                .description(metric.help)
                .strongReference(true)
                .register(registry);
    }

    private <T> void counter(Metric metric, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(metric.id, source, value)
                .description(metric.help)
                .register(registry);
    }
}
