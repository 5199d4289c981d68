package dev.gatehouse.policy.rules;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.screen.ResultStage;

/** Rules on trial: they decide, what they would have done is recorded, and nothing else comes of it. */
public final class Shadow {
    private static final String WOULD = "would_";

    private Shadow() {}

    /** Hides nothing. */
    public record OfStage(PolicyStage effect) implements PolicyStage {
        @Override
        public StageId id() {
            return effect.id();
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            try {
                return would(effect.evaluate(facts, operation));
            } catch (RuntimeException | StackOverflowError e) {
                return failed(e);
            }
        }
    }

    /** Takes nothing that an enforced rule would miss. */
    public record OfCharge(ChargingStage effect) implements ChargingStage {
        @Override
        public StageId id() {
            return effect.id();
        }

        @Override
        public Reservation reserve(CallFacts facts, Operation operation) {
            try {
                return would(effect.rehearse(facts, operation));
            } catch (RuntimeException | StackOverflowError e) {
                return new Reservation.Noted(Hold.NONE, failed(e));
            }
        }

        private static Reservation would(Reservation rehearsed) {
            return switch (rehearsed) {
                case Reservation.Granted granted -> granted;
                case Reservation.Noted noted -> noted;
                case Reservation.Refused refused ->
                    new Reservation.Noted(Hold.NONE, new Decision.Flag(WOULD + "limit", refused.reason()));
            };
        }
    }

    /** Withholds and changes nothing. */
    public record OfResult(ResultStage effect) implements ResultStage {
        @Override
        public StageId id() {
            return effect.id();
        }

        @Override
        public Decision evaluate(Permit permit, Outbound outbound) {
            try {
                return would(effect.evaluate(permit, outbound));
            } catch (RuntimeException | StackOverflowError e) {
                return failed(e);
            }
        }
    }

    private static Decision would(Decision decision) {
        return switch (decision) {
            case Decision.Allow allow -> allow;
            case Decision.Flag flag -> flag;
            case Decision.Deny _, Decision.Redact _, Decision.RequireScope _, Decision.RequireApproval _ ->
                new Decision.Flag(WOULD + decision.word(), decision.reason(), decision.detections());
        };
    }

    /** The type of the failure is recorded, its message is not: it may quote arguments. */
    private static Decision.Flag failed(Throwable failure) {
        return new Decision.Flag(
                WOULD + "deny", "could not decide (" + failure.getClass().getSimpleName() + ")");
    }
}
