package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.detect.scan.Side;
import java.util.List;

/** What a rule that looks at something looks at. */
public enum Phase {
    /** What is shown, entry by entry; for scripts. */
    LIST,
    ARGUMENTS,
    RESULT,
    /** What an upstream says of what it offers; for detections. */
    DEFINITIONS;

    private static final List<Phase> USUAL = List.of(ARGUMENTS, RESULT);

    /** Those of a rule, each once. */
    static List<Phase> of(RuleConfig rule) {
        return rule.on().orElse(USUAL).stream().distinct().toList();
    }

    /** @throws IllegalArgumentException for {@link #LIST}, where detections do not look: the checks saw to that */
    Side side() {
        return switch (this) {
            case ARGUMENTS -> Side.ARGUMENTS;
            case RESULT -> Side.RESULT;
            case DEFINITIONS -> Side.DEFINITIONS;
            case LIST -> throw new IllegalArgumentException("detections do not look at lists");
        };
    }
}
