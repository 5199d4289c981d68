package dev.gatehouse.core.call;

import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.util.List;

/** Where a round came to upstream. */
sealed interface Reached {
    Ending ending();

    /** The call is over and closed. */
    record Ended(Ending ending) implements Reached {}

    /** The call waits for a retry of its client. */
    record Suspended(Ending ending) implements Reached {}

    /** The call waits for answers that this exchange can ask for. */
    record Asks(Ending ending, UpstreamCall call, List<InputRequest> requests) implements Reached {}
}
