package dev.gatehouse.policy.pin;

import java.util.List;

/** What came of a decision about pins: all of it, or nothing. */
public sealed interface PinDecision {
    record Done(int pins) implements PinDecision {}

    /** These are not offered, or not as somebody saw them. */
    record Changed(List<PinChoice> choices) implements PinDecision {}

    /** Nothing of this upstream can be approved now. */
    record Frozen() implements PinDecision {}
}
