package dev.gatehouse.transport.era;

import dev.gatehouse.transport.wire.WireReply;

/** Whether a legacy request stands in a session. */
public sealed interface Attendance {
    record Present(Session session) implements Attendance {}

    /** No session was named, or not one of this principal at this virtual server: the answer says which. */
    record Away(WireReply reply) implements Attendance {}
}
