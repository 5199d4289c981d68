package dev.gatehouse.policy.approval;

import java.util.Optional;

/** What came of somebody's word about a request. */
public sealed interface Decided {
    /**
     * It counts. The request may wait for another person yet.
     *
     * @param standing made along with it
     */
    record Done(ApprovalRequest request, Optional<StandingApproval> standing) implements Decided {}

    record NotFound() implements Decided {}

    /** @param reason why it is not theirs to decide */
    record NotYours(String reason) implements Decided {}

    /** It is decided, used, or too late. */
    record Over(ApprovalRequest.State state) implements Decided {}
}
