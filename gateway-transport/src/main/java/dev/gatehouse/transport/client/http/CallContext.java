package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Incoming;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a call needs of the conversation it is part of. */
interface CallContext {
    /** Something on the call's own stream that is not its answer, and not for its caller. */
    void aside(Incoming message);

    /** The call was answered with this error, which may be about more than the call. */
    void failed(long code);

    /** Whether requests of the upstream's on the call's own stream can be for its caller. */
    boolean asksOnTheStream();

    /** Sends the response to a question. */
    void respond(Json response);

    /** Sends the request again after its session was lost; empty when that cannot be. May block. */
    Optional<HttpExchange> again(Deadline deadline);

    /**
     * Goes on with a stream that broke after some event; empty when that cannot be, or not in time. May block.
     *
     * @param stop whether there is no use in waiting any more
     */
    Optional<HttpExchange> resume(HttpExchange broken, Deadline deadline, BooleanSupplier stop)
            throws InterruptedException;

    /** The upstream should stop working on the request. */
    void cancelled(String reason);
}
