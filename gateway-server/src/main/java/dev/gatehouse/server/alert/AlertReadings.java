package dev.gatehouse.server.alert;

import dev.gatehouse.audit.alert.Gauge;
import dev.gatehouse.audit.alert.Readings;
import dev.gatehouse.audit.sink.SinkStatus;
import dev.gatehouse.audit.spool.SpoolStats;
import dev.gatehouse.server.metrics.AuditReadings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The figures of the trail, as alerts want them.
 *
 * @param spoolBytesMax what the spool may take
 */
public record AlertReadings(
        AuditReadings trail, SpoolStats spool, long spoolBytesMax, Supplier<List<SinkStatus>> sinks, InstantSource wall)
        implements Readings {
    private static final double PERCENT = 100;
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public Map<String, Double> of(Gauge gauge) {
        return switch (gauge) {
            case SPOOL_USED -> one(PERCENT * trail.unshippedBytes() / spoolBytesMax);
            case SPOOL_REFUSES -> one(spool.isAccepting() ? 0 : 1);
            case SEAL_LAG -> one(trail.sealLagSeconds());
            case SHIPPING_LAG -> one(trail.shippingLagSeconds());
            case ANCHOR_LAG -> one(trail.anchorLagSeconds());
            case RETENTION_OVERDUE -> one((double) trail.overdueDays());
            case SINK_LAG -> sinks.get().stream().collect(Collectors.toMap(SinkStatus::name, this::behind, Math::max));
            case DEAD_LETTERS, UNSEEN -> Map.of();
        };
    }

    private static Map<String, Double> one(double value) {
        return Map.of("", value);
    }

    private double behind(SinkStatus status) {
        double failing = status.failing()
                .map(since -> Duration.between(since.since(), wall.instant()).toMillis() / MILLIS_PER_SECOND)
                .orElse(0.0);
        return Math.max(status.lagSeconds(), failing);
    }
}
