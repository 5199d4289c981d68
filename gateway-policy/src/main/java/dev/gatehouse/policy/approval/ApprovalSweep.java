package dev.gatehouse.policy.approval;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.approval.ApprovalRequest.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Ends what nobody decided or used in time, and what was asked by somebody who is no more. */
public final class ApprovalSweep {
    static final int SWEPT_MAX = 1_000;

    /** How long what is over can still be looked at; the trail keeps it as long as the trail lasts. */
    static final Duration KEPT = Duration.ofHours(24);

    /** What it was before, pending or approved, its own records say. */
    private static final BeforeAfter OVER =
            BeforeAfter.created(Json.object().put("state", "expired").build());

    private static final String ACTOR = "gatehouse";

    private final RecordedChange.Place place;
    private final Executions executions;
    private final Predicate<About> gone;

    /** @param gone whether the requester may do nothing any more */
    public ApprovalSweep(RecordedChange.Place place, Executions executions, Predicate<About> gone) {
        this.place = place;
        this.executions = executions;
        this.gone = gone;
    }

    /** Some at a time. */
    public void run() throws SQLException, AuditUnavailableException {
        withdraw();
        executions.sweep();
        expire();
        Transaction.run(place.database(), connection -> {
            ApprovalTable.sweep(connection, place.clocks().now().minus(KEPT), SWEPT_MAX);
            StandingTable.sweep(connection, place.clocks().now());
            return true;
        });
    }

    private void expire() throws SQLException, AuditUnavailableException {
        place.change(ACTOR, change -> {
            List<String> over = ApprovalTable.expire(change.connection(), Optional.empty(), change.now(), SWEPT_MAX);
            for (String id : over) {
                change.record("approval.expire", id, "not decided or not used in time", OVER);
            }
            return over;
        });
    }

    private void withdraw() throws SQLException, AuditUnavailableException {
        List<ApprovalRequest> open = new ArrayList<>(Transaction.run(
                place.database(),
                connection -> ApprovalTable.open(connection, place.clocks().now(), SWEPT_MAX)));
        open.removeIf(request -> request.state() == State.EXECUTING || !gone.test(request.about()));
        List<StandingApproval> standing = new ArrayList<>(Transaction.run(
                place.database(),
                connection -> StandingTable.all(connection, place.clocks().now())));
        standing.removeIf(one -> !gone.test(one.about()));
        if (open.isEmpty() && standing.isEmpty()) {
            return;
        }
        place.change(ACTOR, change -> {
            for (ApprovalRequest request : open) {
                BeforeAfter difference = BeforeAfter.changed(request.told(), request.told(State.WITHDRAWN));
                change.record("approval.withdraw", request.id(), "the requester is no more", difference);
                var _ = ApprovalTable.withdraw(change.connection(), request.id());
            }
            for (StandingApproval one : standing) {
                BeforeAfter difference = BeforeAfter.deleted(one.told());
                change.record("approval.standing.revoke", one.id(), "the requester is no more", difference);
                var _ = StandingTable.delete(change.connection(), one.id());
            }
            return true;
        });
    }
}
