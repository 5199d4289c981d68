package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.Destination;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of its answer, and what it holds meanwhile: a place among the admitted, bytes of
 * the budget. On the loop only. The next request of a connection may begin before this one has let go.
 */
final class Visit {
    private final Admissions admissions;
    private @Nullable Destination admittedTo;
    private @Nullable BodyCollector body;
    private boolean requestEnded;

    Visit(Admissions admissions) {
        this.admissions = admissions;
    }

    /** The place was taken by whoever welcomed the request. */
    void admittedTo(Destination destination) {
        admittedTo = destination;
    }

    void collectInto(BodyCollector collector) {
        body = collector;
    }

    @Nullable
    BodyCollector body() {
        return body;
    }

    void endRequest() {
        requestEnded = true;
    }

    boolean hasRequestEnded() {
        return requestEnded;
    }

    /** Gives back what is held; a second time does nothing. */
    void letGo() {
        if (body != null) {
            body.release();
            body = null;
        }
        if (admittedTo != null) {
            admittedTo = null;
            admissions.leave();
        }
    }
}
