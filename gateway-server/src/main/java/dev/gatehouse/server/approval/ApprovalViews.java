package dev.gatehouse.server.approval;

import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.policy.approval.ApprovalRequest;
import dev.gatehouse.policy.approval.StandingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the admin API tells of approvals. */
final class ApprovalViews {
    private ApprovalViews() {}

    record ApprovalList(
            @About("Those that wait, and those approved and not used yet; the oldest first.")
            List<ApprovalView> approvals) {}

    record ApprovalView(
            String id,
            ApprovalRequest.State state,
            @About("agent or user.") String kind,
            String requester,
            @About("Who answers for the agent.") Optional<String> owner,
            String bundle,
            String server,
            @About("The MCP method.") String method,

            @About("Of the tool, prompt or resource, as clients call it.")
            String name,

            @About("Why somebody has to approve it.") String reason,

            @About("Whether the gateway makes the call itself once it is approved.")
            boolean executes,

            @About("How it ended when the gateway made the call, or why it could not be made.")
            Optional<String> outcome,

            @About("How many people must approve.") int people,
            @About("Who approved it so far.") List<String> approvedBy,
            Instant askedAt,
            Instant expiresAt,
            @About("Whether you may decide it.") boolean yours,

            @About("As JSON, hidden characters made visible; only where one approval is asked for.")
            Optional<String> arguments) {

        static ApprovalView of(ApprovalRequest request, boolean yours, Optional<String> arguments) {
            var about = request.about();
            return new ApprovalView(
                    request.id(),
                    request.state(),
                    about.kind(),
                    about.requester(),
                    about.owner(),
                    about.bundle().value(),
                    about.server(),
                    about.method(),
                    about.name(),
                    about.reason(),
                    about.executes(),
                    request.outcome(),
                    about.demands().stream()
                            .mapToInt(demand -> demand.people())
                            .max()
                            .orElse(1),
                    request.said().stream()
                            .filter(ApprovalRequest.Said::approves)
                            .map(ApprovalRequest.Said::label)
                            .toList(),
                    request.askedAt(),
                    request.expiresAt(),
                    yours,
                    arguments);
        }
    }

    record Approve(
            @About("For the trail.") Optional<String> comment,

            @About("How long the same requester needs no approval for the same target, whatever the arguments.")
            Optional<Duration> standing) {}

    record Deny(
            @About("For the trail, and the caller reads it.")
            Optional<String> comment) {}

    record StandingList(@About("In the order they end.") List<StandingView> standing) {}

    record StandingView(
            String id,
            @About("agent or user.") String kind,
            String requester,
            String bundle,
            String server,
            String method,
            String name,
            String grantedBy,
            Instant grantedAt,
            Instant expiresAt) {

        static StandingView of(StandingApproval standing) {
            var about = standing.about();
            return new StandingView(
                    standing.id(),
                    about.kind(),
                    about.requester(),
                    about.bundle().value(),
                    about.server(),
                    about.method(),
                    about.name(),
                    standing.grantedBy(),
                    standing.grantedAt(),
                    standing.expiresAt());
        }
    }
}
