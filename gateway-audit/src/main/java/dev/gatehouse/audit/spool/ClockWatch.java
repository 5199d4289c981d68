package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.util.Optional;

/** Notices when the wall clock was set, by comparing it with the monotonic one, so that the trail explains its times. */
final class ClockWatch {
    private static final Duration STEP_MIN = Duration.ofSeconds(2);

    private final Clocks clocks;
    private long offsetNanos;

    ClockWatch(Clocks clocks) {
        this.clocks = clocks;
        this.offsetNanos = offset();
    }

    /** The event to record when the wall clock has stepped since the last look. */
    Optional<AuditEvent> look() {
        long offset = offset();
        Duration step = Duration.ofNanos(offset - offsetNanos);
        if (step.abs().compareTo(STEP_MIN) < 0) {
            return Optional.empty();
        }
        offsetNanos = offset;
        return Optional.of(new AuditEvent.Administered(
                clocks.now(), "gatehouse", "clock-step", "wall clock", "moved by " + step.toMillis() + " ms"));
    }

    private long offset() {
        return EpochNanos.of(clocks.now()) - clocks.nanoTime();
    }
}
