package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.anchor.Anchoring;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.spool.SpoolStats;
import dev.gatehouse.server.metrics.AuditReadings;

/** The figures of spool, anchors and retention, as the metrics want them. */
record SpoolReadings(SpoolStats stats, Anchoring anchoring, Keeping keeping, SubjectKeys keys)
        implements AuditReadings {
    private static final double NANOS_PER_SECOND = 1e9;

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

    @Override
    public double sealLagSeconds() {
        return stats.sealLagSeconds();
    }

    @Override
    public double anchorLagSeconds() {
        return anchoring.lagNanos() / NANOS_PER_SECOND;
    }

    @Override
    public long heldDays() {
        return keeping.retention().overdue().held();
    }

    @Override
    public long overdueDays() {
        return keeping.retention().overdue().failed();
    }

    @Override
    public long unshortened() {
        return keeping.unshortened();
    }

    @Override
    public long waitingKeys() {
        return keys.waiting();
    }
}
