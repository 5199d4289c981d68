package dev.gatehouse.core.call;

import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Screen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Stages that allow, deny, redact, demand or throw at random, and remember what they said. */
final class SimulatedPolicies {
    private static final JsonPointer SECRET = JsonPointer.parse("/secret");

    private final Random random;
    private final int stages;
    private final int charges;
    long bugs;
    final Set<SimulatedJournal.Round> denied = new HashSet<>();
    final Map<SimulatedJournal.Round, Integer> charged = new HashMap<>();
    int holdsTaken;
    int holdsSettled;

    SimulatedPolicies(Random random) {
        this.random = random;
        this.stages = random.nextInt(4);
        this.charges = random.nextInt(3);
    }

    List<PolicyStage> stages() {
        List<PolicyStage> list = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            list.add(new Stage(new StageId("s[" + i + "]")));
        }
        return list;
    }

    List<ChargingStage> charges() {
        List<ChargingStage> list = new ArrayList<>();
        for (int i = 0; i < charges; i++) {
            list.add(new Charge(new StageId("c[" + i + "]")));
        }
        return list;
    }

    Screen screen() {
        return (permit, outbound) -> switch (random.nextInt(20)) {
            case 0 -> throw bug();
            case 1 -> new Screen.Screened.Withheld("simulated", List.of());
            default -> new Screen.Screened.Passed(outbound, List.of());
        };
    }

    private void deny(CallFacts facts) {
        denied.add(new SimulatedJournal.Round(facts.call(), facts.round()));
    }

    private IllegalStateException bug() {
        bugs++;
        return new IllegalStateException("simulated bug");
    }

    private final class Stage implements PolicyStage {
        private final StageId id;

        Stage(StageId id) {
            this.id = id;
        }

        @Override
        public StageId id() {
            return id;
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            return switch (random.nextInt(16)) {
                case 0 -> denied(facts, new Decision.Deny("simulated"));
                case 1 -> denied(facts, new Decision.RequireScope(Set.of("x"), "simulated"));
                case 2 -> denied(facts, new Decision.RequireApproval(List.of("boss"), "simulated"));
                case 3 -> {
                    deny(facts);
                    throw bug();
                }
                case 4, 5 -> new Decision.Redact(List.of(Place.whole(SECRET)), "simulated");
                default -> Decision.ALLOW;
            };
        }

        private Decision denied(CallFacts facts, Decision decision) {
            deny(facts);
            return decision;
        }
    }

    private final class Charge implements ChargingStage {
        private final StageId id;

        Charge(StageId id) {
            this.id = id;
        }

        @Override
        public StageId id() {
            return id;
        }

        @Override
        public Reservation reserve(CallFacts facts, Operation operation) {
            if (charged.merge(new SimulatedJournal.Round(facts.call(), facts.round()), 1, Integer::sum) > charges) {
                throw new AssertionError("a round was charged twice");
            }
            int drawn = random.nextInt(20);
            if (drawn < 2) {
                deny(facts);
                if (drawn == 0) {
                    throw bug();
                }
                return new Reservation.Refused("simulated");
            }
            holdsTaken++;
            return new Reservation.Granted(settlement -> holdsSettled++);
        }
    }
}
