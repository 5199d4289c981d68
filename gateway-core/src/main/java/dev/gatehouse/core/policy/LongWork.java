package dev.gatehouse.core.policy;

import java.util.function.Supplier;

/** Where work over payloads is done that would keep the thread of one call from all others for milliseconds. */
public interface LongWork {
    /** Done where it is asked for, for payloads that are small by nature. */
    LongWork HERE = new LongWork() {
        @Override
        public <T> T run(int bytes, Supplier<T> work) {
            return work.get();
        }
    };

    /**
     * Does the work and waits for it.
     *
     * @param bytes of the payload
     * @throws RuntimeException when it could not be done; whoever asked denies then
     */
    <T> T run(int bytes, Supplier<T> work);
}
