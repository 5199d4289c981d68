package dev.gatehouse.testkit.nonce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a server gives some of what one caller said to another: the mistake that tests of isolation look for. */
public final class Mischief {
    private static final int EVERY = 10;

    private final boolean swaps;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<String> kept = new AtomicReference<>("");

    private Mischief(boolean swaps) {
        this.swaps = swaps;
    }

    public static Mischief none() {
        return new Mischief(false);
    }

    /** Every tenth is another's. */
    public static Mischief swapping() {
        return new Mischief(true);
    }

    String shown(String nonce) {
        if (!swaps) {
            return nonce;
        }
        String others = kept.getAndSet(nonce);
        return count.incrementAndGet() % EVERY == 0 ? others : nonce;
    }
}
