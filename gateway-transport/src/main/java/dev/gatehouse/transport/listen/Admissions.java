package dev.gatehouse.transport.listen;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many requests are being answered at once, and how many were sent away because of it. */
final class Admissions {
    private final int max;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    Admissions(int max) {
        this.max = max;
    }

    boolean tryEnter() {
        if (inFlight.incrementAndGet() <= max) {
            return true;
        }
        inFlight.decrementAndGet();
        refused.increment();
        return false;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    long refused() {
        return refused.sum();
    }
}
