package dev.gatehouse.policy.budget;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts into the trail, once a period, that a budget nears its end and that it has reached it. */
final class Thresholds {
    private static final String ACTOR = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(Thresholds.class);

    private final AuditJournal journal;
    private final Clocks clocks;

    Thresholds(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
    }

    void tell(Charge charge, Charged charged) {
        switch (charged) {
            case Charged.Taken(Usd used, boolean warns, boolean reaches) -> {
                if (reaches) {
                    tell("budget.reached", charge, used);
                } else if (warns) {
                    tell("budget.warned", charge, used);
                }
            }
            case Charged.Exhausted(Usd used, boolean reaches) -> {
                if (reaches) {
                    tell("budget.reached", charge, used);
                }
            }
            case Charged.Before _ -> {}
        }
    }

    private void tell(String action, Charge charge, Usd used) {
        Budget budget = charge.budget();
        String object = budget.id() + " " + charge.counted().label();
        String detail =
                used + " of " + budget.limit() + " USD in " + charge.span().name();
        try {
            var _ = journal.append(new AuditEvent.Administered(clocks.now(), ACTOR, action, object, detail));
        } catch (AuditUnavailableException e) {
            // A call that cannot be recorded is refused, and this one is about to find that out.
            LOG.warn("{} of {} could not be recorded: {}", action, budget.id(), e.getMessage());
        }
    }
}
