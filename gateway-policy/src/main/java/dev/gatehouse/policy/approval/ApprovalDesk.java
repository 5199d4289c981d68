package dev.gatehouse.policy.approval;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.approval.ApprovalRequest.Said;
import dev.gatehouse.policy.approval.ApprovalRequest.State;
import dev.gatehouse.policy.legible.LegibleJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where people look at requests and decide them. Every word is in the audit trail, durably, before it counts. */
public final class ApprovalDesk {
    /** Shown at once. */
    public static final int LISTED_MAX = 200;

    private final RecordedChange.Place place;
    private final Sealer sealer;
    private final Supplier<Set<String>> channels;

    /** @param channels where a decision is told */
    public ApprovalDesk(RecordedChange.Place place, Sealer sealer, Supplier<Set<String>> channels) {
        this.place = place;
        this.sealer = sealer;
        this.channels = channels;
    }

    /** Those that wait or were approved and not used yet, the oldest first; at most {@link #LISTED_MAX}. */
    public List<ApprovalRequest> open() throws SQLException {
        return Transaction.run(
                place.database(),
                connection -> ApprovalTable.open(connection, place.clocks().now(), LISTED_MAX));
    }

    public Optional<ApprovalRequest> find(String id) throws SQLException {
        return Transaction.run(place.database(), connection -> ApprovalTable.find(connection, id))
                .map(this::aged);
    }

    /** The arguments for people to read, hidden characters made visible; empty once the request is over. */
    public Optional<String> arguments(ApprovalRequest request) {
        return Optional.of(request.sealedArguments())
                .filter(text -> !text.isEmpty())
                .flatMap(text -> sealer.open(ApprovalBook.ARGUMENTS_PURPOSE, text))
                .flatMap(ApprovalDesk::pretty);
    }

    private static Optional<String> pretty(byte[] arguments) {
        try {
            return Optional.of(LegibleJson.of(Json.read(arguments)));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether this person may decide it, as things are; why not, when not. */
    public Optional<String> objection(ApprovalRequest request, Decider decider) {
        if (decider.isRequester(request.about())) {
            return Optional.of("Nobody decides about a call of their own, or of an agent of their own.");
        }
        return decider.entitledTo(request.about()).isEmpty()
                ? Optional.of("This request is for others to decide.")
                : Optional.empty();
    }

    /**
     * @throws SQLException when the database did not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; it does not count then
     */
    public Decided decide(String id, Decider decider, Word word) throws SQLException, AuditUnavailableException {
        return place.change(decider.label(), change -> {
            Optional<ApprovalRequest> found = ApprovalTable.findForUpdate(change.connection(), id);
            if (found.isEmpty()) {
                return new Decided.NotFound();
            }
            ApprovalRequest request = aged(found.get());
            Optional<String> objection = objection(request, decider);
            if (objection.isPresent()) {
                return new Decided.NotYours(objection.get());
            }
            if (request.state() != State.PENDING) {
                return new Decided.Over(request.state());
            }
            if (request.said().stream().anyMatch(said -> said.decider().equals(decider.id()))) {
                return new Decided.NotYours("You approved it already; somebody else has to as well.");
            }
            return count(change, request, decider, word);
        });
    }

    private Decided count(RecordedChange change, ApprovalRequest request, Decider decider, Word word)
            throws SQLException, AuditUnavailableException {
        Said said = new Said(
                decider.id(),
                decider.label(),
                word.approves(),
                decider.entitledTo(request.about()),
                word.standing().filter(_ -> word.approves()),
                word.comment(),
                change.now());
        ApprovalRequest after = request.and(said);
        change.record(
                word.approves() ? "approval.approve" : "approval.deny",
                request.id(),
                request.about().summary() + (word.comment().isEmpty() ? "" : ": " + word.comment()),
                BeforeAfter.changed(request.told(), after.told(after.settled())));
        Connection connection = change.connection();
        ApprovalTable.say(connection, request.id(), said);
        if (!word.approves()) {
            return settle(change, after, State.DENIED, after.expiresAt());
        }
        return after.isSatisfied()
                ? settle(change, after, State.APPROVED, change.now().plus(after.within()))
                : new Decided.Done(after, Optional.empty());
    }

    private Decided settle(RecordedChange change, ApprovalRequest request, State state, Instant expiresAt)
            throws SQLException, AuditUnavailableException {
        Connection connection = change.connection();
        if (!ApprovalTable.decide(connection, request.id(), state, change.now(), expiresAt)) {
            return new Decided.Over(State.EXPIRED);
        }
        NoticeTable.insert(
                connection,
                request.id(),
                state == State.APPROVED ? NoticeTable.APPROVED : NoticeTable.DENIED,
                channels.get(),
                change.now());
        Optional<StandingApproval> standing = state == State.APPROVED ? stand(change, request) : Optional.empty();
        return new Decided.Done(ApprovalTable.find(connection, request.id()).orElseThrow(), standing);
    }

    private static Optional<StandingApproval> stand(RecordedChange change, ApprovalRequest request)
            throws SQLException, AuditUnavailableException {
        if (request.standing().isEmpty()) {
            return Optional.empty();
        }
        String by = String.join(
                ", ", request.said().stream().map(Said::label).sorted().toList());
        StandingApproval standing = new StandingApproval(
                ApprovalIds.next(),
                request.about(),
                by,
                change.now(),
                change.now().plus(request.standing().get()));
        change.record(
                "approval.standing.grant",
                standing.id(),
                request.about().summary() + ", until " + standing.expiresAt() + ", from request " + request.id(),
                BeforeAfter.created(standing.told()));
        StandingTable.insert(change.connection(), standing, request.likeness());
        return Optional.of(standing);
    }

    /** Those in force, in the order they end. */
    public List<StandingApproval> standing() throws SQLException {
        return Transaction.run(
                place.database(),
                connection -> StandingTable.all(connection, place.clocks().now()));
    }

    /**
     * Ends a standing approval.
     *
     * @return false when there is none
     */
    public boolean revoke(StandingApproval standing, String actor) throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            if (StandingTable.byId(change.connection(), standing.id(), change.now())
                    .isEmpty()) {
                return false;
            }
            change.record(
                    "approval.standing.revoke",
                    standing.id(),
                    standing.about().summary(),
                    BeforeAfter.deleted(standing.told()));
            return StandingTable.delete(change.connection(), standing.id());
        });
    }

    /** A request that nobody decided in time is over, also before it was swept. */
    private ApprovalRequest aged(ApprovalRequest request) {
        boolean open = request.state() == State.PENDING || request.state() == State.APPROVED;
        return open && !place.clocks().now().isBefore(request.expiresAt()) ? request.expired() : request;
    }
}
