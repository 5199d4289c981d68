package dev.gatehouse.audit.alert;

import java.util.concurrent.atomic.LongAdder;

/** What became of alerts, counted since the start. Any thread. */
public final class AlertCounts {
    private final LongAdder told = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unseen = new LongAdder();
    private volatile long waiting;

    AlertCounts() {}

    void told() {
        told.increment();
    }

    void failed() {
        failed.increment();
    }

    void unseen() {
        unseen.increment();
    }

    void waiting(long rows) {
        waiting = rows;
    }

    /** Notices that a channel took. */
    public long tells() {
        return told.sum();
    }

    /** Notices that were given up. */
    public long failures() {
        return failed.sum();
    }

    /** Events and uses that no rule looked at, because there were too many. */
    public long unseens() {
        return unseen.sum();
    }

    long rows() {
        return waiting;
    }
}
