package dev.gatehouse.server.approval;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.policy.approval.About;
import dev.gatehouse.policy.approval.ApprovalDesk;
import dev.gatehouse.policy.approval.ApprovalRequest;
import dev.gatehouse.policy.approval.Decided;
import dev.gatehouse.policy.approval.Decider;
import dev.gatehouse.policy.approval.StandingApproval;
import dev.gatehouse.policy.approval.Word;
import dev.gatehouse.server.approval.ApprovalViews.ApprovalList;
import dev.gatehouse.server.approval.ApprovalViews.ApprovalView;
import dev.gatehouse.server.approval.ApprovalViews.Approve;
import dev.gatehouse.server.approval.ApprovalViews.Deny;
import dev.gatehouse.server.approval.ApprovalViews.StandingList;
import dev.gatehouse.server.approval.ApprovalViews.StandingView;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Approvals in the admin API: everybody finds what is theirs to decide, and what they see of their bundles. */
final class ApprovalRoutes {
    private static final String NONE = "there is no such approval";

    private final ApprovalDesk desk;
    private final Deciders deciders;

    ApprovalRoutes(ApprovalDesk desk, Deciders deciders) {
        this.desk = desk;
        this.deciders = deciders;
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/approvals", Reach.EVERYBODY, "Lists the calls that wait for an approval.")
                        .answers(ApprovalList.class)
                        .by(this::list),
                route(Method.GET, "/approvals/{id}", Reach.EVERYBODY, "Shows one, with its arguments.")
                        .answers(ApprovalView.class)
                        .by(this::show),
                route(Method.POST, "/approvals/{id}/approve", Reach.EVERYBODY, "Approves a call, or many like it.")
                        .answers(ApprovalView.class)
                        .by(Approve.class, this::approve),
                route(Method.POST, "/approvals/{id}/deny", Reach.EVERYBODY, "Denies a call.")
                        .answers(ApprovalView.class)
                        .by(Deny.class, this::deny),
                route(Method.GET, "/standing-approvals", Reach.EVERYBODY, "Lists who needs no approval for now.")
                        .answers(StandingList.class)
                        .by(this::standing),
                route(Method.DELETE, "/standing-approvals/{id}", Reach.EVERYBODY, "Ends a standing approval.")
                        .by(this::revoke));
    }

    private Answer list(Asked asked) throws SQLException {
        Decider decider = deciders.of(asked.by());
        return AdminRoute.ok(new ApprovalList(desk.open().stream()
                .filter(request -> sees(asked.by(), decider, request))
                .map(request -> view(request, decider, Optional.empty()))
                .toList()));
    }

    private Answer show(Asked asked) throws SQLException {
        Decider decider = deciders.of(asked.by());
        return desk.find(asked.variable("id"))
                .filter(request -> sees(asked.by(), decider, request))
                .map(request -> AdminRoute.ok(view(request, decider, desk.arguments(request))))
                .orElseGet(() -> Problem.notFound(NONE).answer());
    }

    private Answer approve(Asked asked, Approve body) throws SQLException, AuditUnavailableException {
        if (body.standing()
                .filter(time -> time.isNegative() || time.isZero() || time.compareTo(Word.STANDING_MAX) > 0)
                .isPresent()) {
            return Problem.malformed("/standing", "expected a duration up to " + Word.STANDING_MAX)
                    .answer();
        }
        return decide(asked, new Word(true, body.comment().orElse(""), body.standing()));
    }

    private Answer deny(Asked asked, Deny body) throws SQLException, AuditUnavailableException {
        return decide(asked, Word.deny(body.comment().orElse("")));
    }

    private Answer decide(Asked asked, Word word) throws SQLException, AuditUnavailableException {
        Decider decider = deciders.of(asked.by());
        String id = asked.variable("id");
        boolean seen = desk.find(id)
                .filter(request -> sees(asked.by(), decider, request))
                .isPresent();
        if (!seen) {
            return Problem.notFound(NONE).answer();
        }
        return switch (desk.decide(id, decider, word)) {
            case Decided.Done(ApprovalRequest request, var _) ->
                AdminRoute.ok(view(request, decider, Optional.empty()));
            case Decided.NotFound() -> Problem.notFound(NONE).answer();
            case Decided.NotYours(String reason) ->
                Problem.forbidden(reason, "Ask somebody else who may.").answer();
            case Decided.Over(ApprovalRequest.State state) ->
                Problem.conflict("it is " + ApprovalPages.word(state) + " already", "The caller can ask again.")
                        .answer();
        };
    }

    private Answer standing(Asked asked) throws SQLException {
        Decider decider = deciders.of(asked.by());
        return AdminRoute.ok(new StandingList(desk.standing().stream()
                .filter(standing -> sees(asked.by(), decider, standing.about()))
                .map(StandingView::of)
                .toList()));
    }

    /** To take an approval back needs no more than to see it and to be able to give one. */
    private Answer revoke(Asked asked) throws SQLException, AuditUnavailableException {
        Decider decider = deciders.of(asked.by());
        Optional<StandingApproval> found = desk.standing().stream()
                .filter(standing -> standing.id().equals(asked.variable("id")))
                .filter(standing -> sees(asked.by(), decider, standing.about()))
                .findFirst();
        if (found.isEmpty()) {
            return Problem.notFound("there is no such standing approval").answer();
        }
        boolean may =
                asked.by().roles().isOwner() || decider.mayDecide(found.get().about());
        if (!may) {
            return Problem.forbidden("this approval is not yours", "Ask an approver or an owner.")
                    .answer();
        }
        return desk.revoke(found.get(), asked.by().actor())
                ? AdminRoute.done()
                : Problem.notFound("there is no such standing approval").answer();
    }

    private boolean sees(Administrator by, Decider decider, ApprovalRequest request) {
        return sees(by, decider, request.about());
    }

    private static boolean sees(Administrator by, Decider decider, About about) {
        return by.sees(about.bundle())
                || decider.mayDecide(about)
                || decider.id().equals(about.subject());
    }

    private ApprovalView view(ApprovalRequest request, Decider decider, Optional<String> arguments) {
        boolean yours = request.state() == ApprovalRequest.State.PENDING
                && desk.objection(request, decider).isEmpty();
        return ApprovalView.of(request, yours, arguments);
    }
}
