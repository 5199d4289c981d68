package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import java.time.Instant;

/** An agent calls when none should. */
record HoursWatch(AlertCheck.UnusualHours check) implements Watch {
    @Override
    public void see(Occurrence occurrence, Instant now, Sightings out) {
        if (occurrence.type() == EventType.CALL_ATTEMPTED
                && occurrence.has(Field.AGENT)
                && !check.usual().test(occurrence.at())) {
            out.sighted("agent " + occurrence.get(Field.AGENT), "outside the hours: " + Phrase.of(occurrence));
        }
    }
}
