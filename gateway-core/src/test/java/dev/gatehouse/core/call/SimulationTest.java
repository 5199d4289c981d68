package dev.gatehouse.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random policies, faults, thrown bugs and a failing journal over the real call path, from a seed. A failure prints the
 * seed of its world; {@code -Dgatehouse.simulation.seed=…} runs that world alone.
 */
class SimulationTest {
    private static final int WORLDS = 400;
    private static final int CALLS_PER_WORLD = 600;

    @Test
    void the_promises_hold_in_every_world() {
        Long only = Long.getLong("gatehouse.simulation.seed");
        if (only != null) {
            new SimulatedWorld(only).run(CALLS_PER_WORLD);
            return;
        }
        Tally tally = new Tally();
        Random seeds = new Random(20261120);
        for (int i = 0; i < WORLDS; i++) {
            tally.add(new SimulatedWorld(seeds.nextLong()).run(CALLS_PER_WORLD));
        }
        System.out.println("simulation: " + tally);
        assertThat(tally.calls).isGreaterThanOrEqualTo(200_000);
        assertThat(tally.sent).as("calls that reached an upstream").isGreaterThan(tally.calls / 10);
        assertThat(tally.refused).as("calls refused by policy").isGreaterThan(tally.calls / 20);
        assertThat(tally.auditUnavailable)
                .as("calls refused for want of a record")
                .isGreaterThan(1_000);
        assertThat(tally.bugs).as("bugs thrown below the path").isGreaterThan(1_000);
        assertThat(tally.redacted).as("arguments redacted").isGreaterThan(1_000);
        assertThat(tally.asked).as("questions answered in the same exchange").isGreaterThan(1_000);
        assertThat(tally.suspended).as("calls suspended").isGreaterThan(1_000);
        assertThat(tally.detached).as("of them detached").isGreaterThan(1_000);
        assertThat(tally.rounds).as("later rounds sent").isGreaterThan(1_000);
        assertThat(tally.abandoned).as("calls abandoned").isGreaterThan(100);
        assertThat(tally.tasks).as("calls that became tasks").isGreaterThan(1_000);
        assertThat(tally.onTasks).as("requests about tasks sent").isGreaterThan(1_000);
        assertThat(tally.badStates).as("states refused").isGreaterThan(1_000);
    }

    /** What the worlds saw: proof that no promise held for want of trying. */
    static final class Tally {
        long calls;
        long sent;
        long refused;
        long auditUnavailable;
        long bugs;
        long redacted;
        long asked;
        long suspended;
        long detached;
        long rounds;
        long abandoned;
        long badStates;
        long tasks;
        long onTasks;

        void add(Tally other) {
            calls += other.calls;
            sent += other.sent;
            refused += other.refused;
            auditUnavailable += other.auditUnavailable;
            bugs += other.bugs;
            redacted += other.redacted;
            asked += other.asked;
            suspended += other.suspended;
            detached += other.detached;
            rounds += other.rounds;
            abandoned += other.abandoned;
            badStates += other.badStates;
            tasks += other.tasks;
            onTasks += other.onTasks;
        }

        @Override
        public String toString() {
            return calls + " calls, " + sent + " sent, " + refused + " refused, " + auditUnavailable
                    + " not recordable, " + bugs + " bugs, " + redacted + " redacted, "
                    + asked + " asked, " + suspended + " suspended, " + detached + " detached, " + rounds
                    + " later rounds, " + abandoned + " abandoned, " + badStates + " bad states, "
                    + tasks + " tasks asked after " + onTasks + " times";
        }
    }
}
