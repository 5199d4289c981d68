package dev.gatehouse.transport.face;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What happened to streams since the start. */
final class StreamCount {
    private final LongAdder replayed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder unmatched = new LongAdder();
    private final Map<StreamBound, LongAdder> refused = new EnumMap<>(StreamBound.class);

    StreamCount() {
        for (StreamBound bound : StreamBound.values()) {
            refused.put(bound, new LongAdder());
        }
    }

    void replayed(int events) {
        replayed.add(events);
    }

    void dropped() {
        dropped.increment();
    }

    void unmatched() {
        unmatched.increment();
    }

    /** Somebody was kept out. */
    void refused(StreamBound bound) {
        counter(bound).increment();
    }

    long refusals(StreamBound bound) {
        return counter(bound).sum();
    }

    private LongAdder counter(StreamBound bound) {
        return Objects.requireNonNull(refused.get(bound));
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
