package dev.gatehouse.core.upstream;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import java.util.Optional;

/**
 * A call being done. Pulled by the one thread that owns it; {@link #cancel} may come from any thread. Closing a call
 * that is not done cancels it. Neither throws.
 */
public interface UpstreamCall extends AutoCloseable {

    /** Waits for the next event. At the deadline it is {@code Done(Lost(TIMEOUT))}; it never throws. */
    UpstreamEvent next(Deadline deadline);

    /**
     * After {@code Asked}: sends the answers a later round was permitted to give; the call goes on. What a legacy upstream
     * asked and this round does not answer stays open for another.
     */
    void answer(Permit round);

    /**
     * After {@code Asked}: tells the upstream that nobody answers. A legacy upstream goes on with the call; a modern one
     * has ended its part with the question, so the call then yields {@code Lost}.
     *
     * @param reason safe to show to the upstream
     */
    void decline(String reason);

    /**
     * After {@code Asked}: lets go of a call that the upstream keeps no connection for, and returns the state with which
     * {@link Upstream#reopen} goes on; empty when the call must be kept as it is (a legacy upstream).
     */
    Optional<String> detach();

    /** Asks the upstream to stop; {@link #next} then ends with {@code Lost(CANCELLED)} unless an answer came first. */
    void cancel(Reason reason);

    @Override
    void close();

    enum Reason {
        CLIENT_GONE,
        CANCELLED_BY_CLIENT,
        DEADLINE,
        REVOKED,
        /** Another call was given its place. */
        DISPLACED,
        SHUTDOWN
    }
}
