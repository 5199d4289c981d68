package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The rules in force, with what each remembers. One thread looks through them; any other may bring others. */
final class ActiveRules {
    /** Calls under way whose intents are remembered, for an outcome does not say what it is of. */
    private static final int INTENTS_MAX = 10_000;

    private static final int TEXT_CHARS_MAX = 1_000;
    private static final int KEY_CHARS_MAX = 300;

    private final AlertBook book;
    private final Predicate<FirstUse> questions;
    private final UnaryOperator<String> mask;
    private final Recent<Occurrence> intents = new Recent<>(INTENTS_MAX);
    private volatile List<Active> active = List.of();

    private record Active(AlertRule rule, Optional<Watch> watch) {}

    ActiveRules(AlertBook book, Predicate<FirstUse> questions, UnaryOperator<String> mask) {
        this.book = book;
        this.questions = questions;
        this.mask = mask;
    }

    /** A rule that did not change goes on with what it remembers. */
    synchronized void adopt(List<AlertRule> rules) {
        List<Active> next = new ArrayList<>();
        for (AlertRule rule : rules) {
            Optional<Active> before = active.stream()
                    .filter(one -> one.rule().name().equals(rule.name())
                            && one.rule().state().equals(rule.state()))
                    .findFirst();
            next.add(new Active(rule, before.map(Active::watch).orElseGet(() -> watch(rule))));
        }
        active = List.copyOf(next);
    }

    boolean isEmpty() {
        return active.isEmpty();
    }

    private Optional<Watch> watch(AlertRule rule) {
        return switch (rule.check()) {
            case AlertCheck.Count check -> Optional.of(new CountWatch(check));
            case AlertCheck.ErrorRate check -> Optional.of(new ErrorRateWatch(check));
            case AlertCheck.Burst check -> Optional.of(new BurstWatch(check));
            case AlertCheck.UnusualHours check -> Optional.of(new HoursWatch(check));
            case AlertCheck.FirstUse check -> Optional.of(new FirstUseWatch(rule, check, questions));
            case AlertCheck.Level _ -> Optional.empty();
        };
    }

    void see(Occurrence occurrence, Instant now) {
        Occurrence whole = whole(occurrence);
        for (Active one : active) {
            one.watch().ifPresent(watch -> watch.see(whole, now, (key, text) -> sighted(one.rule(), key, text, now)));
        }
    }

    /** Compares figures with their bounds. */
    void look(Readings readings, Instant now) {
        for (Active one : active) {
            if (one.rule().check() instanceof AlertCheck.Level level) {
                readings.of(level.gauge()).forEach((key, value) -> {
                    if (value > level.above()) {
                        sighted(one.rule(), key, level.gauge().text(value), now);
                    }
                });
            }
        }
    }

    void isNew(FirstUse use, Instant now) {
        sighted(use.rule(), use.key(), "not used within " + Phrase.of(use.quiet()) + " before: " + use.text(), now);
    }

    private void sighted(AlertRule rule, String key, String text, Instant now) {
        book.sighted(rule, cut(mask.apply(key), KEY_CHARS_MAX), cut(mask.apply(text), TEXT_CHARS_MAX), now);
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "...";
    }

    private Occurrence whole(Occurrence occurrence) {
        if (occurrence.type() == EventType.CALL_ATTEMPTED) {
            var _ = intents.add(occurrence.get(Field.CALL), occurrence);
        } else if (occurrence.type() == EventType.CALL_COMPLETED) {
            return intents.take(occurrence.get(Field.CALL))
                    .map(occurrence::after)
                    .orElse(occurrence);
        }
        return occurrence;
    }
}
