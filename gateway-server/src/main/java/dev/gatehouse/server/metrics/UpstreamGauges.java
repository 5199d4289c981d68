package dev.gatehouse.server.metrics;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** One row per configured upstream, made anew at each scrape: a reload adds and removes upstreams. */
final class UpstreamGauges {
    private record Row(UpstreamId id, Listing listing, boolean breakerOpen, int pending) {}

    private record Source(
            Supplier<? extends Collection<UpstreamId>> configured,
            Catalog catalog,
            Predicate<UpstreamId> breakerOpen,
            ToIntFunction<UpstreamId> pending) {
        List<Row> rows() {
            return configured.get().stream()
                    .map(id -> new Row(id, catalog.listing(id), breakerOpen.test(id), pending.applyAsInt(id)))
                    .toList();
        }
    }

    private final MultiGauge up;
    private final MultiGauge tools;
    private final MultiGauge breaker;
    private final MultiGauge waiting;
    private volatile Source source = new Source(List::of, new NothingListed(), _ -> false, _ -> 0);

    UpstreamGauges(MeterRegistry registry) {
        this.up = gauge(Metric.UPSTREAM_UP, registry);
        this.tools = gauge(Metric.UPSTREAM_TOOLS, registry);
        this.breaker = gauge(Metric.UPSTREAM_BREAKER, registry);
        this.waiting = gauge(Metric.UPSTREAM_PENDING, registry);
    }

    void watch(
            Supplier<? extends Collection<UpstreamId>> configured,
            Catalog catalog,
            Predicate<UpstreamId> breakerOpen,
            ToIntFunction<UpstreamId> pending) {
        source = new Source(configured, catalog, breakerOpen, pending);
    }

    synchronized void refresh() {
        List<Row> rows = source.rows();
        show(up, rows, row -> row.listing().health() == Listing.Health.READY ? 1 : 0);
        show(tools, rows, row -> row.listing().of(Primitive.TOOL).size());
        show(breaker, rows, row -> row.breakerOpen() ? 1 : 0);
        show(waiting, rows, Row::pending);
    }

    private static void show(MultiGauge gauge, List<Row> rows, ToDoubleFunction<Row> value) {
        gauge.register(
                rows.stream()
                        .<MultiGauge.Row<?>>map(row ->
                                MultiGauge.Row.of(Tags.of("upstream", row.id().value()), row, value))
                        .toList(),
                true);
    }

    private static MultiGauge gauge(Metric metric, MeterRegistry registry) {
        return MultiGauge.builder(metric.id).description(metric.help).register(registry);
    }

    /** Before there is a catalog. */
    private static final class NothingListed implements Catalog {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public Listing listing(UpstreamId upstream) {
            return Listing.NONE;
        }
    }
}
