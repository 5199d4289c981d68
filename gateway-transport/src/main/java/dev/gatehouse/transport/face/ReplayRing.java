package dev.gatehouse.transport.face;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest events of one stream, bounded in number, bytes and age. Not safe for use by several threads. */
final class ReplayRing {
    private record Kept(long seq, byte[] event, long atNanos) {}

    private final ReplaySpace space;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private int bytes;

    ReplayRing(ReplaySpace space) {
        this.space = space;
    }

    /** Keeps the event, at the cost of older ones; one that is too large, or finds no room, takes them all along. */
    void add(long seq, byte[] event, long nowNanos) {
        int bytesMax = space.limits().bytesMax();
        while (!kept.isEmpty()
                && (kept.size() >= space.limits().eventsMax() || (long) bytes + event.length > bytesMax)) {
            dropFirst();
        }
        if (event.length <= bytesMax && space.budget().tryReserve(event.length)) {
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
        space.budget().release(length);
    }
}
