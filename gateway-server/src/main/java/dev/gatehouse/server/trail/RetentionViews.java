package dev.gatehouse.server.trail;

import dev.gatehouse.audit.retain.Lowering;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long records are kept, as the admin API tells it. */
final class RetentionViews {
    private RetentionViews() {}

    record RetentionView(
            List<KeptView> kept,

            @About("What was asked for, the newest first; at most 1,000.")
            List<LoweringView> lowerings) {}

    record KeptView(
            @About("None: what belongs to no bundle.") Optional<String> bundle,

            @About("For how many days records of this moment are kept.")
            int days,

            @About("What the configuration of this gateway says; none: it has no such bundle.")
            Optional<Integer> configured,

            @About("Fewer days than these take two owners; none: not known yet.")
            Optional<Integer> atLeast,

            Optional<Instant> since,
            Optional<String> setBy) {}

    record LoweringView(
            String id,

            @About("None: of what belongs to no bundle.") Optional<String> bundle,

            @About("Days.") int from,
            @About("Days.") int to,

            String reason,

            @About("Only an open one can be confirmed; one is overtaken when the days that it begins from changed.")
            Lowering.State state,

            String askedBy,
            Instant askedAt,
            Instant expiresAt,

            @About("Who confirmed or withdrew it.") Optional<String> endedBy,

            Optional<Instant> endedAt,

            @About("Why it was withdrawn.") Optional<String> endReason) {

        static LoweringView of(Lowering lowering) {
            Optional<Lowering.Ending> end = lowering.ending();
            return new LoweringView(
                    lowering.id(),
                    lowering.bundle().map(BundleName::value),
                    lowering.fromDays(),
                    lowering.toDays(),
                    lowering.reason(),
                    lowering.state(),
                    lowering.asked().label(),
                    lowering.askedAt(),
                    lowering.expiresAt(),
                    end.map(ending -> ending.by().label()),
                    end.map(Lowering.Ending::at),
                    end.flatMap(Lowering.Ending::reason));
        }
    }

    record LoweringOrder(
            @About("None: what belongs to no bundle.") Optional<String> bundle,

            @About("At least as many as the configuration says.")
            int days,

            String reason) {}

    record WithdrawOrder(String reason) {}
}
