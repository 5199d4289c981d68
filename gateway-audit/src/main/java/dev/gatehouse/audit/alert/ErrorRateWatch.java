package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import java.time.Instant;

/** The share of calls that fail, by upstream and by virtual server. */
final class ErrorRateWatch implements Watch {
    private static final int KEYS_MAX = 10_000;
    private static final int PERCENT = 100;

    private final AlertCheck.ErrorRate check;
    private final Recent<Rate> rates = new Recent<>(KEYS_MAX);

    private record Rate(SlidingCount calls, SlidingCount failed) {}

    ErrorRateWatch(AlertCheck.ErrorRate check) {
        this.check = check;
    }

    @Override
    public void see(Occurrence occurrence, Instant now, Sightings out) {
        if (occurrence.type() == EventType.CALL_COMPLETED) {
            see(Field.UPSTREAM, occurrence, now, out);
            see(Field.SERVER, occurrence, now, out);
        }
    }

    private void see(Field by, Occurrence occurrence, Instant now, Sightings out) {
        if (!occurrence.has(by)) {
            return;
        }
        String key = by.word() + " " + occurrence.get(by);
        Rate rate = rates.get(key, () -> new Rate(new SlidingCount(check.within()), new SlidingCount(check.within())));
        boolean fails = AlertCheck.FAILURES.contains(occurrence.get(Field.DECISION));
        long calls = rate.calls().add(now, 1);
        long failed = rate.failed().add(now, fails ? 1 : 0);
        if (fails && calls >= check.atLeast() && failed * PERCENT >= calls * check.percent()) {
            out.sighted(
                    key,
                    failed + " of " + calls + " calls within " + Phrase.of(check.within()) + " failed, the last: "
                            + Phrase.of(occurrence));
        }
    }
}
