package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The rounds that a client has begun with a {@code requestState}: each may begin once, or a replayed state would make an
 * upstream do again what it did, uncharged. Remembers as long as a state is good for.
 */
final class SpentRounds {
    static final int ROUNDS_MAX = 65_536;

    enum Spending {
        SPENT,
        SEEN_BEFORE,
        /** Nothing more can be remembered now, so nothing more may begin. */
        FULL
    }

    private record Round(CallId call, int round) {}

    private record Kept(Round round, Deadline until) {}

    private final Duration remembered;
    private final Set<Round> spent = new HashSet<>();
    private final Deque<Kept> inOrder = new ArrayDeque<>();

    SpentRounds(Duration remembered) {
        this.remembered = remembered;
    }

    synchronized Spending spend(CallId call, int number, long nowNanos) {
        while (!inOrder.isEmpty() && inOrder.getFirst().until().isOver(nowNanos)) {
            spent.remove(inOrder.removeFirst().round());
        }
        Round round = new Round(call, number);
        if (spent.contains(round)) {
            return Spending.SEEN_BEFORE;
        }
        if (spent.size() >= ROUNDS_MAX) {
            return Spending.FULL;
        }
        spent.add(round);
        inOrder.addLast(new Kept(round, Deadline.in(remembered, nowNanos)));
        return Spending.SPENT;
    }
}
