package dev.gatehouse.policy.approval;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PendingApproval;
import dev.gatehouse.core.policy.PolicyPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the approval of a call and uses it up, or makes a request for one. Several gateways share one database. */
public final class ApprovalBook implements Approvals {
    /** That wait, of one principal. */
    public static final int PENDING_PER_REQUESTER_MAX = 20;

    /** That wait, of everybody together. */
    public static final int PENDING_MAX = 5_000;

    /** Of what an approver is shown. */
    public static final int ARGUMENTS_MAX_BYTES = 64 * 1024;

    static final String ARGUMENTS_PURPOSE = "approval-arguments";

    private static final String AWAY =
            "This call needs an approval, and approvals cannot be looked up now. Try again in a minute.";
    private static final Hold NOTHING_HELD = _ -> {};
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalBook.class);

    private final RecordedChange.Place place;
    private final Sealer sealer;
    private final Executions executions;
    private final String pageUrl;
    private final Function<Principal, Optional<String>> owners;
    private final Supplier<Set<String>> channels;

    /**
     * @param pageUrl the page of a request, before its id
     * @param owners who answers for an agent
     * @param channels where a new request is told
     */
    public ApprovalBook(
            RecordedChange.Place place,
            Sealer sealer,
            Executions executions,
            String pageUrl,
            Function<Principal, Optional<String>> owners,
            Supplier<Set<String>> channels) {
        this.place = place;
        this.sealer = sealer;
        this.executions = executions;
        this.pageUrl = pageUrl;
        this.owners = owners;
        this.channels = channels;
    }

    @Override
    public Optional<Kept> kept(CallFacts facts, Operation operation, List<Demand> demands) {
        About about = About.of(facts, operation, demands, Optional.empty());
        if (isApproved(facts.call()) || !about.executes() || facts.principal().kind() == Principal.Kind.ANONYMOUS) {
            return Optional.empty();
        }
        try {
            return executions
                    .fetch(Binding.of(facts, operation, about.demands()).exact())
                    .map(told -> new Kept(
                            told.reply(),
                            new Finding(
                                    PolicyPipeline.APPROVAL,
                                    "kept_result",
                                    "approval " + told.approval() + ", made as call " + told.call())));
        } catch (SQLException e) {
            // Whoever asks for the approval then is told that it cannot be looked up, or that the call was made.
            LOG.warn("what was kept of a call cannot be looked up: SQLState {}", e.getSQLState());
            return Optional.empty();
        }
    }

    @Override
    public boolean isApproved(CallId call) {
        return executions.running(call).isPresent();
    }

    @Override
    public Answer ask(CallFacts facts, Operation operation, List<Demand> demands) {
        if (facts.principal().kind() == Principal.Kind.ANONYMOUS) {
            return new Answer.Refused(
                    "This call needs an approval, and nobody can approve it for a caller without a name.");
        }
        if (operation.arguments().length() > ARGUMENTS_MAX_BYTES) {
            return new Answer.Refused(
                    "This call needs an approval, and its arguments are too large to be shown for one (at most "
                            + ARGUMENTS_MAX_BYTES + " bytes).");
        }
        About about = About.of(facts, operation, demands, owners.apply(facts.principal()));
        Binding binding = Binding.of(facts, operation, about.demands());
        try {
            Optional<String> own = executions.running(facts.call());
            if (own.isPresent()) {
                return own(own.get(), facts.call().value(), binding);
            }
            Optional<Answer> known = known(binding, facts);
            return known.isPresent() ? known.get() : request(facts, operation, demands, about, binding);
        } catch (SQLException e) {
            LOG.warn("an approval cannot be looked up: SQLState {}", e.getSQLState());
            return new Answer.Refused(AWAY);
        } catch (AuditUnavailableException e) {
            LOG.warn("a request for an approval cannot be recorded, so it was not made");
            return new Answer.Refused(AWAY);
        }
    }

    /** Of a call that the gateway makes itself: it has this one approval, and asks nobody for another. */
    private Answer own(String id, String call, Binding binding) throws SQLException {
        return Transaction.run(
                        place.database(),
                        connection -> ExecutionTable.send(
                                connection,
                                id,
                                binding.exact(),
                                call,
                                place.clocks().now()))
                .map(by -> approved(unsending(id, call), "approval " + id + " by " + by + ", made by the gateway"))
                .orElseGet(() -> new Answer.Refused("What was approved is not this call any more."));
    }

    private Hold unsending(String id, String call) {
        return settlement -> {
            if (settlement == Settlement.NOT_SENT) {
                giveBack(id, connection -> {
                    ExecutionTable.unsend(connection, id, call);
                    return true;
                });
            }
        };
    }

    private Optional<Answer> known(Binding binding, CallFacts facts) throws SQLException {
        return Transaction.run(
                place.database(),
                connection -> known(connection, binding, facts, place.clocks().now()));
    }

    private Optional<Answer> known(Connection connection, Binding binding, CallFacts facts, Instant now)
            throws SQLException {
        Optional<StandingApproval> standing = StandingTable.find(connection, binding.likeness(), now);
        if (standing.isPresent()) {
            return Optional.of(approved(
                    NOTHING_HELD,
                    "standing approval " + standing.get().id() + " by "
                            + standing.get().grantedBy()));
        }
        String call = facts.call().value();
        Optional<ApprovalTable.Redeemed> redeemed = ApprovalTable.redeem(connection, binding.exact(), call, now);
        if (redeemed.isPresent()) {
            String id = redeemed.get().id();
            return Optional.of(approved(
                    hold(id, call), "approval " + id + " by " + redeemed.get().by()));
        }
        return ApprovalTable.standing(connection, binding.exact(), now).map(this::told);
    }

    private static Answer approved(Hold hold, String how) {
        return new Answer.Approved(hold, new Finding(PolicyPipeline.APPROVAL, "approved", how));
    }

    /** One approved just now, after it was looked for, is found by the next try. */
    private Answer told(ApprovalRequest request) {
        return switch (request.state()) {
            case DENIED -> denied(request);
            case EXECUTING, EXECUTED ->
                new Answer.Refused("It was approved (request " + request.id()
                        + "), and the gateway makes this call itself. Make the same call again for its result.");
            default -> new Answer.Pending(pending(request.id(), request.expiresAt()));
        };
    }

    private static Answer denied(ApprovalRequest request) {
        return new Answer.Refused("The approval of this call was denied (request " + request.id() + ")"
                + request.said().stream()
                        .filter(said -> !said.approves() && !said.comment().isEmpty())
                        .map(said -> ": " + said.comment())
                        .findFirst()
                        .orElse("."));
    }

    private PendingApproval pending(String id, Instant until) {
        return new PendingApproval(id, pageUrl + id, until);
    }

    private Answer request(CallFacts facts, Operation operation, List<Demand> demands, About about, Binding binding)
            throws SQLException, AuditUnavailableException {
        String arguments = sealer.seal(ARGUMENTS_PURPOSE, operation.arguments().bytes());
        Duration within = demands.stream()
                .map(demand -> demand.approval().within())
                .min(Duration::compareTo)
                .orElseThrow();
        String requester = facts.principal().key();
        return place.change(requester, change -> {
            Connection connection = change.connection();
            ApprovalTable.lock(connection);
            Optional<Answer> meanwhile = known(connection, binding, facts, change.now());
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            Optional<String> full = full(connection, requester, change.now());
            if (full.isPresent()) {
                return new Answer.Refused(full.get());
            }
            String id = ApprovalIds.next();
            change.record("approval.asked", id, about.summary(), BeforeAfter.created(about.told()));
            var _ = ApprovalTable.expire(connection, Optional.of(binding.exact()), change.now(), 1);
            String orders = about.executes() ? executions.orders(id, facts.principal(), operation.arguments()) : "";
            ApprovalTable.insert(
                    connection,
                    new ApprovalTable.Row(id, binding, requester, about, arguments, orders, within, change.now()));
            NoticeTable.insert(connection, id, NoticeTable.ASKED, channels.get(), change.now());
            return new Answer.Pending(pending(id, change.now().plus(within)));
        });
    }

    private static Optional<String> full(Connection connection, String requester, Instant now) throws SQLException {
        if (ApprovalTable.pending(connection, Optional.of(requester), now) >= PENDING_PER_REQUESTER_MAX) {
            return Optional.of("This call needs an approval, and " + PENDING_PER_REQUESTER_MAX
                    + " requests of this caller wait for one already.");
        }
        return ApprovalTable.pending(connection, Optional.empty(), now) >= PENDING_MAX
                ? Optional.of("This call needs an approval, and too many requests wait for one already.")
                : Optional.empty();
    }

    /** What was not sent may be sent once more. An approval that cannot be given back stays used up. */
    private Hold hold(String id, String call) {
        return settlement -> {
            if (settlement == Settlement.NOT_SENT) {
                giveBack(
                        id,
                        connection -> ApprovalTable.giveBack(
                                connection, id, call, place.clocks().now()));
            }
        };
    }

    private void giveBack(String id, Transaction.Work<Boolean, RuntimeException> work) {
        try {
            var _ = Transaction.run(place.database(), work);
        } catch (SQLException e) {
            LOG.warn("approval {} could not be given back and stays used: SQLState {}", id, e.getSQLState());
        }
    }
}
