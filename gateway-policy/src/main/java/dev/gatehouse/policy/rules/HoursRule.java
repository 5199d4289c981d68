package dev.gatehouse.policy.rules;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Denies outside the hours, by the time at which the call was received. It hides nothing: a list does not change with
 * the time of day.
 *
 * @param reason safe to show to the caller
 */
public record HoursRule(StageId id, ZoneId zone, List<OpenHours> open, String reason) implements PolicyStage {
    public HoursRule {
        open = List.copyOf(open);
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        ZonedDateTime now = facts.receivedAt().atZone(zone);
        return open.stream().anyMatch(hours -> hours.hold(now)) ? Decision.ALLOW : new Decision.Deny(reason);
    }
}
