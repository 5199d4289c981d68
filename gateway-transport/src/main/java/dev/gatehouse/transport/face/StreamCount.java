package dev.gatehouse.transport.face;

import java.util.concurrent.atomic.LongAdder;

/** What happened to streams since the start. */
final class StreamCount {
    private final LongAdder replayed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder unmatched = new LongAdder();

    void replayed(int events) {
        replayed.add(events);
    }

    void dropped() {
        dropped.increment();
    }

    void unmatched() {
        unmatched.increment();
    }

    long eventsReplayed() {
        return replayed.sum();
    }

    /** Notices that reached no client. */
    long eventsDropped() {
        return dropped.sum();
    }

    /** Answers of clients to questions that were not, or no longer, asked. */
    long answersUnmatched() {
        return unmatched.sum();
    }
}
