package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Optional;
import java.util.function.Supplier;

/** What all streams of a face share. */
record Streams(
        StreamLimits limits,
        Heartbeat heartbeat,
        StreamPlaces places,
        StreamCount count,
        ChangeFeed feed,
        VisibleLists visible,
        Doorkeeper doorkeeper,
        Supplier<Revision> revision) {

    /** Makes the response a stream that is kept alive; empty when there is an answer already. */
    Optional<EventStream> open(Responder responder) {
        Optional<EventStream> opened = responder.stream(limits);
        opened.ifPresent(heartbeat::add);
        return opened;
    }

    /** From now on the caller is admitted again and again; when that fails, the action runs. Ends with the stream. */
    void recheck(Caller caller, EventStream response, ChangeWatch watch, Runnable leaves) {
        Recheck.Visitor visitor = new Recheck.Visitor(doorkeeper, revision, caller.admitted(), caller.token());
        Recheck recheck = new Recheck(visitor, limits, watch::readmitted, leaves);
        response.onOver(recheck::close);
        heartbeat.add(recheck);
    }
}
