package dev.gatehouse.audit.sink;

import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a sink does; written by its thread, read by whoever asks. Tells the log where a stretch of failures begins and ends. */
final class SinkGauge {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Logger LOG = LoggerFactory.getLogger(SinkGauge.class);

    private final String name;
    private final Clocks clocks;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean isSending;
    private volatile long lagRecords;
    private volatile @Nullable Instant oldest;
    private volatile SinkStatus.@Nullable Failing failing;

    SinkGauge(String name, Clocks clocks) {
        this.name = name;
        this.clocks = clocks;
    }

    void sends(boolean sends) {
        isSending = sends;
        if (!sends) {
            lagRecords = 0;
            oldest = null;
        }
    }

    void lag(long records) {
        lagRecords = records;
    }

    /** The time of the first record that is under way. */
    void begins(Instant at) {
        oldest = at;
    }

    /** All there is was taken. */
    void rests() {
        oldest = null;
        works();
    }

    void took(int records) {
        sent.addAndGet(records);
        works();
    }

    void refused() {
        refused.incrementAndGet();
        works();
    }

    void missed(long records) {
        missed.addAndGet(records);
    }

    void fails(String reason) {
        SinkStatus.Failing before = failing;
        if (before == null || !before.reason().equals(reason)) {
            LOG.warn("the audit sink {} takes nothing now, it is tried again until it does: {}", name, reason);
        }
        failing = new SinkStatus.Failing(before == null ? clocks.now() : before.since(), reason);
    }

    void works() {
        SinkStatus.Failing before = failing;
        if (before != null) {
            LOG.info("the audit sink {} works again, after a failure since {}", name, before.since());
            failing = null;
        }
    }

    SinkStatus status() {
        Instant first = oldest;
        double seconds = first == null
                ? 0
                : Math.max(0, Duration.between(first, clocks.now()).toNanos() / NANOS_PER_SECOND);
        return new SinkStatus(
                name,
                isSending,
                lagRecords,
                seconds,
                sent.get(),
                refused.get(),
                missed.get(),
                Optional.ofNullable(failing));
    }
}
