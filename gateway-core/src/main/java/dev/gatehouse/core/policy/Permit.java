package dev.gatehouse.core.policy;

import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The proof that policy allowed one operation, good for one upstream send. Only {@link PolicyPipeline} makes one, and
 * nothing can be sent upstream without one, so there is no road around policy.
 */
public final class Permit implements Ruling {
    private final CallFacts facts;
    private final Operation operation;
    private final List<Finding> findings;
    private final List<Hold> holds;
    private final Set<StageId> approved;
    private final AtomicBoolean spent = new AtomicBoolean();
    private final AtomicBoolean settled = new AtomicBoolean();

    Permit(CallFacts facts, Operation operation, List<Finding> findings, List<Hold> holds, Set<StageId> approved) {
        this.facts = facts;
        this.operation = operation;
        this.findings = List.copyOf(findings);
        this.holds = List.copyOf(holds);
        this.approved = Set.copyOf(approved);
    }

    public CallFacts facts() {
        return facts;
    }

    /** What was judged, for records. To send it, {@link #spend}. */
    public Operation operation() {
        return operation;
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    /** The rules that wanted an approval and got one, in this round or an earlier one; the call's later rounds need no other. */
    public Set<StageId> approved() {
        return approved;
    }

    /**
     * Takes the one send this permit is good for.
     *
     * @throws IllegalStateException when it was spent before
     */
    public Operation spend() {
        if (!spent.compareAndSet(false, true)) {
            throw new IllegalStateException("permit of call " + facts.call() + " spent twice");
        }
        return operation;
    }

    /** Ends the round: gives back or keeps what the charging stages took. The second call does nothing. */
    public void settle(Settlement settlement) {
        if (settled.compareAndSet(false, true)) {
            Holds.settle(holds, settlement);
        }
    }
}
