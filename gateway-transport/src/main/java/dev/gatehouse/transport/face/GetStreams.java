package dev.gatehouse.transport.face;

import dev.gatehouse.transport.era.Attendance;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import dev.gatehouse.transport.wire.WireReply;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;

/**
 * GET and DELETE of a legacy session (2025-11-25 basic/transports): the stream of what belongs to no request, the rest
 * of a stream whose connection was lost, and the end of it all.
 */
final class GetStreams {
    private static final String LAST_EVENT_ID = "last-event-id";

    private final Eras eras;
    private final Streams streams;
    private final LiveSessions sessions;
    private final SessionChanges changes;
    private final Guests guests;

    GetStreams(Eras eras, Streams streams, LiveSessions sessions, SessionChanges changes, Guests guests) {
        this.eras = eras;
        this.streams = streams;
        this.sessions = sessions;
        this.changes = changes;
        this.guests = guests;
    }

    void open(Caller caller, Responder responder) {
        switch (eras.session(caller.fields(), caller.admitted())) {
            case Attendance.Away(WireReply away) -> Replies.send(away, responder);
            case Attendance.Present(Session session) -> open(session, caller, responder);
        }
    }

    void end(Caller caller, Responder responder) {
        WireReply reply = switch (eras.session(caller.fields(), caller.admitted())) {
            case Attendance.Away(WireReply away) -> away;
            case Attendance.Present(Session session) -> {
                eras.end(session);
                sessions.end(session);
                guests.left(session, "the client ended it");
                yield new WireReply(204, List.of(), List.of());
            }
        };
        Replies.send(reply, responder);
    }

    private void open(Session session, Caller caller, Responder responder) {
        Optional<LiveSession> live = sessions.open(session);
        if (live.isEmpty()) {
            responder.answer(EarlyAnswer.overloaded(StreamBound.LIVE_SESSIONS.told()), true);
            return;
        }
        switch (streams.places().enter(caller.admitted().principal())) {
            case StreamPlaces.Entry.Refused(String told) -> responder.answer(EarlyAnswer.overloaded(told), true);
            case StreamPlaces.Entry.Entered(Runnable leave) ->
                new Opening(live.get(), caller, responder)
                        .begin()
                        .ifPresentOrElse(response -> response.onOver(leave), leave);
        }
    }

    /** One GET that has room. */
    private final class Opening {
        private final LiveSession live;
        private final Caller caller;
        private final Responder responder;

        Opening(LiveSession live, Caller caller, Responder responder) {
            this.live = live;
            this.caller = caller;
            this.responder = responder;
        }

        /** Empty when there is no stream, and the client was told why. */
        Optional<EventStream> begin() {
            List<String> last = caller.fields().all(LAST_EVENT_ID);
            if (last.isEmpty()) {
                return stand(Optional.empty());
            }
            Optional<EventId> after = last.size() == 1 ? EventId.parse(last.getFirst()) : Optional.empty();
            if (after.isEmpty()) {
                return refuse(HttpResponseStatus.BAD_REQUEST, "no such event");
            }
            return after.get().stream().standalone() ? stand(after) : resume(after.get());
        }

        /** A stream that has ended, and all of which was seen, is not opened again: clients would ask for ever. */
        private Optional<EventStream> resume(EventId after) {
            Optional<SessionStream> stream = live.stream(after.stream());
            if (stream.isEmpty()) {
                return refuse(HttpResponseStatus.BAD_REQUEST, "no such event");
            }
            return stream.get().isExhausted(after.seq())
                    ? refuse(HttpResponseStatus.METHOD_NOT_ALLOWED, "this stream has ended")
                    : carry(stream.get(), Optional.of(after));
        }

        /** An event of a stream that is no more, as after a restart, begins a new one: nothing of it is left to tell. */
        private Optional<EventStream> stand(Optional<EventId> after) {
            Optional<StandingStream> standing = live.standing().or(this::first);
            if (standing.isEmpty()) {
                return Optional.empty();
            }
            SessionStream stream = standing.get().stream();
            Optional<EventId> known = after.filter(event -> event.stream().equals(stream.id()));
            Optional<EventStream> response = carry(stream, known);
            response.ifPresent(opened -> attend(standing.get().watch(), opened));
            if (streams.places().isShut()) {
                standing.get().rest();
            }
            return response;
        }

        /** The first GET of a session: from here on it is told what changes. */
        private Optional<StandingStream> first() {
            SessionStream stream = live.newStanding();
            Optional<StandingStream> standing = changes.permit(live, caller, responder)
                    .map(permitted -> changes.watch(
                            live, caller, permitted, news -> stream.offer(news.message(Optional.empty()))))
                    .map(watch -> new StandingStream(stream, watch));
            if (standing.isEmpty() || live.stand(standing.get())) {
                standing.ifPresent(begun -> begun.watch().begin());
                return standing;
            }
            // Another GET was quicker, or the session is over.
            Optional<StandingStream> other = live.standing();
            if (other.isEmpty()) {
                refuse(HttpResponseStatus.NOT_FOUND, "Session not found: initialize again");
            }
            return other;
        }

        private Optional<EventStream> carry(SessionStream stream, Optional<EventId> after) {
            Optional<EventStream> response = streams.open(responder);
            response.ifPresent(opened -> {
                responder.settle();
                opened.press(Sse.comment());
                if (after.isPresent()) {
                    streams.count().replayed(stream.resume(opened, after.get().seq()));
                } else {
                    stream.carry(opened);
                }
            });
            return response;
        }

        private void attend(ChangeWatch watch, EventStream response) {
            response.onRoom(watch::tellWaiting);
            streams.recheck(caller, response, watch, response::end);
            watch.readmitted(caller.admitted());
            watch.speak();
        }

        private Optional<EventStream> refuse(HttpResponseStatus status, String text) {
            responder.answer(EarlyAnswer.polite(status, text), true);
            return Optional.empty();
        }
    }
}
