package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.CallId;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Mints call ids without coordination: time, a number drawn at boot, a counter. */
public final class CallIds {
    private static final HexFormat HEX = HexFormat.of();

    private final Clocks clocks;
    private final int boot;
    private final AtomicInteger counter = new AtomicInteger();

    /** @param boot random, drawn once per process */
    public CallIds(Clocks clocks, int boot) {
        this.clocks = clocks;
        this.boot = boot;
    }

    public CallId next() {
        String time = HEX.toHexDigits(clocks.now().toEpochMilli()).substring(4);
        return new CallId(time + HEX.toHexDigits(boot) + HEX.toHexDigits(counter.getAndIncrement()));
    }
}
