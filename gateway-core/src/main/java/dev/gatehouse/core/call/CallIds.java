package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.CallId;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Mints call ids without coordination: time, a number drawn at boot, a counter. */
public final class CallIds {
    private static final HexFormat HEX = HexFormat.of();

    private static final int TIME_LENGTH = 12;
    private static final int LENGTH = 28;

    private final Clocks clocks;
    private final int boot;
    private final AtomicInteger counter = new AtomicInteger();

    /** @param boot random, drawn once per process */
    public CallIds(Clocks clocks, int boot) {
        this.clocks = clocks;
        this.boot = boot;
    }

    /** Whether the id is of this process: what an earlier one remembered of it is gone. */
    boolean isOurs(CallId call) {
        String value = call.value();
        return value.length() == LENGTH && value.startsWith(HEX.toHexDigits(boot), TIME_LENGTH);
    }

    public CallId next() {
        String time = HEX.toHexDigits(clocks.now().toEpochMilli()).substring(4);
        return new CallId(time + HEX.toHexDigits(boot) + HEX.toHexDigits(counter.getAndIncrement()));
    }
}
