package dev.gatehouse.core.upstream;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import java.util.Optional;

/**
 * A call being done. Pulled by the one thread that owns it; {@link #cancel} may come from any thread. Closing a call
 * that is not done cancels it.
 */
public interface UpstreamCall extends AutoCloseable {

    /** Waits for the next event. At the deadline it is {@code Done(Lost(TIMEOUT))}; it never throws. */
    UpstreamEvent next(Deadline deadline);

    /** Sends the answers a later round was permitted to give. */
    void answer(Permit round);

    /** Lets go of the call and returns the state a later round can reopen it with, when the upstream can do that. */
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
        SHUTDOWN
    }
}
