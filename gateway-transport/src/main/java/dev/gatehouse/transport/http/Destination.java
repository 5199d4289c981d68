package dev.gatehouse.transport.http;

import java.util.Optional;

/** Where a route leads: what may be checked on the loop, and the work on a virtual thread. */
public interface Destination {
    int bodyBytesMax();

    /** Looks at the head before any of the body is read. On the loop: must not block. */
    default Optional<EarlyAnswer> screen(RequestHead head) {
        return Optional.empty();
    }

    /** Answers, exactly once, through the responder. On a virtual thread of its own: may block. */
    void serve(RequestHead head, byte[] body, Responder responder) throws Exception;
}
