package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** When a rule is true. */
public sealed interface AlertCheck {

    /** For how long after it was last seen it counts as going on. */
    Duration holds();

    /**
     * So many within a time, for each that differs in {@code by}.
     *
     * @param by the first of these that an occurrence has; one for all when there is none
     * @param also whether those detected make one more difference
     */
    record Count(Match match, List<Field> by, boolean also, int atLeast, Duration within) implements AlertCheck {
        @Override
        public Duration holds() {
            return longer(within, QUIET);
        }
    }

    /** So many of a hundred calls fail, for each upstream and each virtual server. */
    record ErrorRate(int percent, int atLeast, Duration within) implements AlertCheck {
        @Override
        public Duration holds() {
            return longer(within, QUIET);
        }
    }

    /** An agent makes many times as many calls as it usually does in such a time. */
    record Burst(int times, int atLeast, Duration within) implements AlertCheck {
        @Override
        public Duration holds() {
            return longer(within, QUIET);
        }
    }

    /** An agent that is known uses what it has not used for so long, or never. */
    record FirstUse(Duration quiet) implements AlertCheck {
        @Override
        public Duration holds() {
            return Duration.ofHours(1);
        }
    }

    /** An agent calls when none should. */
    record UnusualHours(Predicate<Instant> usual) implements AlertCheck {
        @Override
        public Duration holds() {
            return Duration.ofHours(1);
        }
    }

    /** A figure is above a bound. */
    record Level(Gauge gauge, double above) implements AlertCheck {
        @Override
        public Duration holds() {
            return LEVEL_QUIET;
        }
    }

    Duration QUIET = Duration.ofMinutes(1);
    /** Some looks long: one that fails must not end an alert. */
    Duration LEVEL_QUIET = Duration.ofSeconds(30);

    /** Outcomes that count as failures: those of the upstream and our own, not what people or policies ended. */
    Set<String> FAILURES = Set.of("tool_error", "upstream_error", "lost", "failed");

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
