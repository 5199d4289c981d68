package dev.gatehouse.core.upstream;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/** How a call upstream ended. */
public sealed interface UpstreamReply {

    /** A result in canonical form (see {@code Reply.Complete}). */
    record Complete(Json result) implements UpstreamReply {}

    /**
     * A task: to CALL one that was begun in place of a result, only where the permit's operation declared tasks; to
     * GET_TASK how it stands.
     *
     * @param id the upstream's own
     * @param brief what every task says of itself, without its id and in the extension's members only; has a status
     * @param holds what it came to or asks; empty for one that was begun
     */
    record Task(String id, Json brief, Optional<Outbound> holds) implements UpstreamReply {}

    /**
     * A JSON-RPC error of the upstream's own.
     *
     * @param message bounded, without control characters but line ends and tabs
     * @param data the same of every text in it
     */
    record Errored(long code, String message, Optional<Json> data) implements UpstreamReply {}

    /**
     * No answer came.
     *
     * @param sent whether bytes may have reached the upstream, so that the tool may have run
     * @param detail for records and operators; holds nothing of the payload
     */
    record Lost(Cause cause, boolean sent, String detail) implements UpstreamReply {}

    enum Cause {
        UNAVAILABLE,
        TIMEOUT,
        CANCELLED,
        MALFORMED,
        TOO_LARGE,
        OVERLOADED
    }
}
