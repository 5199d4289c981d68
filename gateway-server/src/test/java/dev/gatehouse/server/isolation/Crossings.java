package dev.gatehouse.server.isolation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a crowd of clients saw, together. */
final class Crossings {
    private static final int KEPT_MAX = 20;

    final LongAdder answers = new LongAdder();
    final LongAdder progress = new LongAdder();
    /** Progress notices that upstreams were told to send. */
    final LongAdder progressDue = new LongAdder();

    final LongAdder updates = new LongAdder();
    private final AtomicInteger crossed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Queue<String> kept = new ConcurrentLinkedQueue<>();

    /** Somebody was told what another should have been. */
    void crossed(String what) {
        keep(crossed.incrementAndGet(), "crossed: " + what);
    }

    /** Somebody was not told what it should have been. */
    void failed(String what) {
        keep(failed.incrementAndGet(), "failed: " + what);
    }

    int crossed() {
        return crossed.get();
    }

    int failed() {
        return failed.get();
    }

    /** The first of both. */
    List<String> examples() {
        return List.copyOf(kept);
    }

    private void keep(int count, String what) {
        if (count <= KEPT_MAX) {
            kept.add(what);
        }
    }

    @Override
    public String toString() {
        return answers + " answers, " + progress + " progress notices and " + updates + " resource updates, " + crossed
                + " of them another's, " + failed + " failures";
    }
}
