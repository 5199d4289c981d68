package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import java.time.Instant;

/**
 * An agent makes far more calls than it usually does. What is usual is learned from the stretches of time in which it made any,
 * since this process began: one that works once a day is compared with its own days.
 */
final class BurstWatch implements Watch {
    static final int LEARNED_AFTER = 12;

    private static final int KEYS_MAX = 10_000;
    /** The share that the newest stretch has in what is usual. */
    private static final double WEIGHT = 0.1;

    private final AlertCheck.Burst check;
    private final Recent<Pace> paces = new Recent<>(KEYS_MAX);

    private static final class Pace {
        private long stretch;
        private long calls;
        private int learned;
        private double usual;

        void next(long now) {
            if (now != stretch && calls > 0) {
                usual = learned == 0 ? calls : usual + WEIGHT * (calls - usual);
                learned++;
                calls = 0;
            }
            stretch = now;
        }
    }

    BurstWatch(AlertCheck.Burst check) {
        this.check = check;
    }

    @Override
    public void see(Occurrence occurrence, Instant now, Sightings out) {
        if (occurrence.type() != EventType.CALL_ATTEMPTED || !occurrence.has(Field.AGENT)) {
            return;
        }
        Pace pace = paces.get(occurrence.get(Field.AGENT), Pace::new);
        pace.next(now.toEpochMilli() / check.within().toMillis());
        pace.calls++;
        if (pace.learned >= LEARNED_AFTER
                && pace.calls >= check.atLeast()
                && pace.calls >= check.times() * pace.usual) {
            out.sighted(
                    "agent " + occurrence.get(Field.AGENT),
                    pace.calls + " calls within " + Phrase.of(check.within()) + ", usually " + Math.round(pace.usual)
                            + "; the last: " + Phrase.of(occurrence));
        }
    }
}
