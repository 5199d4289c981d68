package dev.gatehouse.transport.face;

import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.ByteBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest events of one stream, bounded in number, bytes and age. Not safe for use by several threads. */
final class ReplayRing {
    private record Kept(long seq, byte[] event, long atNanos) {}

    private final ByteBudget budget;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private int bytes;

    /** @param budget what all streams together may keep */
    ReplayRing(ByteBudget budget) {
        this.budget = budget;
    }

    /** Keeps the event, at the cost of older ones; one that is too large, or finds no room, takes them all along. */
    void add(long seq, byte[] event, long nowNanos) {
        while (!kept.isEmpty()
                && (kept.size() >= StreamLimits.REPLAY_EVENTS_MAX
                        || bytes + event.length > StreamLimits.REPLAY_BYTES_MAX)) {
            dropFirst();
        }
        if (event.length <= StreamLimits.REPLAY_BYTES_MAX && budget.tryReserve(event.length)) {
            bytes += event.length;
            kept.add(new Kept(seq, event, nowNanos));
        } else {
            clear();
        }
    }

    List<byte[]> after(long seq) {
        return kept.stream().filter(one -> one.seq() > seq).map(Kept::event).toList();
    }

    void dropOlderThan(long nanoTime) {
        while (!kept.isEmpty() && kept.getFirst().atNanos() - nanoTime < 0) {
            dropFirst();
        }
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    void clear() {
        while (!kept.isEmpty()) {
            dropFirst();
        }
    }

    private void dropFirst() {
        int length = kept.removeFirst().event().length;
        bytes -= length;
        budget.release(length);
    }
}
