package dev.gatehouse.transport.face;

import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import java.util.Optional;

/** What all streams of a face share. */
record Streams(
        StreamLimits limits,
        Heartbeat heartbeat,
        StreamPlaces places,
        StreamCount count,
        ChangeFeed feed,
        VisibleLists visible,
        Guests guests) {

    /** Makes the response a stream that is kept alive; empty when there is an answer already. */
    Optional<EventStream> open(Responder responder) {
        Optional<EventStream> opened = responder.stream(limits);
        opened.ifPresent(heartbeat::add);
        return opened;
    }

    /** From now on the caller is admitted again and again; when that fails, the action runs. Ends with the stream. */
    void recheck(Caller caller, EventStream response, ChangeWatch watch, Runnable leaves) {
        Recheck recheck = new Recheck(guests, caller.admitted(), caller.token(), limits, watch::readmitted, leaves);
        response.onOver(recheck::close);
        heartbeat.add(recheck);
    }
}
