package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.List;
import java.util.Map;

/** One client response under way: what can be sent before the reply, and how the client can be asked. */
public interface Exchange {

    enum Asking {
        /** A request on the response's stream; the answer comes as a post of its own. */
        INLINE,
        /** The response ends with {@code input_required}, and a retry carries the answers. */
        BY_RETRY,
        /** The client declared nothing it could be asked. */
        NEVER
    }

    Asking asking();

    /** Sends a notification ahead of the reply; blocks until the socket takes it. Commits the HTTP status to 200. */
    void send(Notice notice);

    /** Asks and waits; only when {@link #asking} is INLINE. Never throws. */
    Answers ask(List<InputRequest> requests, Deadline deadline);

    /** What came of asking. */
    sealed interface Answers {
        /** @param byKey one for each request, under its key */
        record Given(Map<String, Json> byKey) implements Answers {}

        /** @param reason why at least one was not answered: an error, a departure, the deadline; safe to record */
        record Missing(String reason) implements Answers {}
    }

    /**
     * Runs the action once when the client's departure means cancel, at once when it is gone already. Never runs for
     * legacy Streamable HTTP, where a disconnect is not a cancel.
     */
    void onCancel(Runnable action);

    /** Runs the action once nobody needs the reply any more: it was delivered, or could not be. Must not block. */
    void onOver(Runnable action);

    /** Runs the action, on a thread of its own, when the reply was handed over and then could not be delivered. */
    void onUndelivered(Runnable action);
}
