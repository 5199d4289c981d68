package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.spool.SpoolStats;
import dev.gatehouse.server.metrics.AuditReadings;

/** The spool's own figures, as the metrics want them. */
record SpoolReadings(SpoolStats stats) implements AuditReadings {
    @Override
    public long depth() {
        return stats.depth();
    }

    @Override
    public long unshippedRecords() {
        return stats.unshippedRecords();
    }

    @Override
    public long unshippedBytes() {
        return stats.unshippedBytes();
    }

    @Override
    public double shippingLagSeconds() {
        return stats.shipLagSeconds();
    }
}
