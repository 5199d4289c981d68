package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Incoming;

/** A part of an answer, handed from the event loop to the thread that waits for it. */
public sealed interface Piece {

    /** The data of one server-sent event. */
    record Event(byte[] data) implements Piece {}

    /** Where the server of an event stream wants messages to be posted, as it wrote it. */
    record Endpoint(byte[] uri) implements Piece {}

    /** A question for the caller that came on another stream of the session. */
    record Question(Incoming.Asked asked) implements Piece {}

    /** The whole body of an answer that is no event stream. */
    record Body(byte[] bytes) implements Piece {}

    /** The event stream ended as it should. */
    record StreamEnd() implements Piece {}

    /** There will be no answer, or no more of it. */
    record Broken(Cause cause, String detail) implements Piece {}
}
