package dev.gatehouse.policy.count;

import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes from every count that a call has, or from none. */
public final class EachCounted {
    private EachCounted() {}

    /** @param one takes from one count; when it throws, what was taken before is given back */
    public static Reservation reserve(List<Counted> counts, Function<Counted, Reservation> one) {
        return switch (counts.size()) {
            case 0 -> Reservation.NOTHING;
            case 1 -> one.apply(counts.getFirst());
            default -> all(counts, one);
        };
    }

    private static Reservation all(List<Counted> counts, Function<Counted, Reservation> one) {
        List<Hold> taken = new ArrayList<>();
        List<Decision.Flag> notes = new ArrayList<>();
        boolean complete = false;
        try {
            for (Counted counted : counts) {
                switch (one.apply(counted)) {
                    case Reservation.Granted(Hold hold) -> taken.add(hold);
                    case Reservation.Noted(Hold hold, Decision.Flag flag) -> {
                        taken.add(hold);
                        notes.add(flag);
                    }
                    case Reservation.Refused refused -> {
                        return refused;
                    }
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                settle(taken, Settlement.NOT_SENT);
            }
        }
        Hold together = settlement -> settle(taken, settlement);
        return notes.isEmpty() ? new Reservation.Granted(together) : new Reservation.Noted(together, notes.getFirst());
    }

    private static void settle(List<Hold> taken, Settlement settlement) {
        taken.reversed().forEach(hold -> hold.settle(settlement));
    }
}
