package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import java.time.Instant;
import java.util.function.Predicate;

/** An agent uses what it has not used for long, or never. */
final class FirstUseWatch implements Watch {
    private static final int USES_MAX = 50_000;

    private final AlertRule rule;
    private final AlertCheck.FirstUse check;
    private final Predicate<FirstUse> questions;
    private final Recent<Instant> seen = new Recent<>(USES_MAX);

    /** @param questions takes what the trail has to be asked about; false when there is no room for more */
    FirstUseWatch(AlertRule rule, AlertCheck.FirstUse check, Predicate<FirstUse> questions) {
        this.rule = rule;
        this.check = check;
        this.questions = questions;
    }

    @Override
    public void see(Occurrence occurrence, Instant now, Sightings out) {
        if (occurrence.type() != EventType.CALL_ATTEMPTED
                || !occurrence.has(Field.AGENT)
                || !occurrence.has(Field.TOOL)) {
            return;
        }
        FirstUse use = new FirstUse(
                rule,
                occurrence.get(Field.AGENT),
                occurrence.get(Field.SERVER),
                occurrence.get(Field.TOOL),
                occurrence.at(),
                check.quiet(),
                Phrase.of(occurrence));
        Instant last = seen.take(use.key()).orElse(Instant.MIN);
        boolean isOld = last.isAfter(now.minus(check.quiet()));
        // What could not be asked is asked at the next use.
        if (isOld || questions.test(use)) {
            var _ = seen.add(use.key(), now);
        }
    }
}
