package dev.gatehouse.core.call;

import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import java.util.List;
import java.util.Optional;

/** How a round begins upstream. */
sealed interface Start {
    /** The call that stands already, to be closed whatever happens. */
    default Optional<UpstreamCall> standing() {
        return Optional.empty();
    }

    /** The first round. */
    record Open() implements Start {}

    /** A round of a call that nothing was kept of here. */
    record Reopen(String upstreamState) implements Start {}

    /** A call that waits for the answers of this round. */
    record Answer(UpstreamCall call) implements Start {
        @Override
        public Optional<UpstreamCall> standing() {
            return Optional.of(call);
        }
    }

    /**
     * A call that waits for more answers than this round has: it gets those, and the client is asked again.
     *
     * @param unanswered what is asked again
     */
    record AskAgain(UpstreamCall call, List<InputRequest> unanswered) implements Start {
        @Override
        public Optional<UpstreamCall> standing() {
            return Optional.of(call);
        }
    }

    /** A call that waits for answers which will not come. */
    record Decline(UpstreamCall call, String reason) implements Start {
        @Override
        public Optional<UpstreamCall> standing() {
            return Optional.of(call);
        }
    }
}
