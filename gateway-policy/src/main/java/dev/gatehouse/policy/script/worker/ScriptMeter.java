package dev.gatehouse.policy.script.worker;

import dev.gatehouse.policy.script.ScriptRunner.Ran;

/** Counts what workers do. */
public interface ScriptMeter {
    ScriptMeter NONE = new ScriptMeter() {
        @Override
        public void ran(Ran ran, long nanos) {
            // nobody counts
        }

        @Override
        public void lost() {
            // nobody counts
        }
    };

    /** @param nanos from the question to the answer, with the wait for a worker */
    void ran(Ran ran, long nanos);

    /** A worker was killed, or ended. */
    void lost();
}
