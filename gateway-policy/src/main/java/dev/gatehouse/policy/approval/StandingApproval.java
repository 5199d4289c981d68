package dev.gatehouse.policy.approval;

import java.time.Instant;

/**
 * Calls alike need no approval for a while: of the same requester, for the same target, under the same rules, whatever the
 * arguments.
 *
 * @param about the request it was made from
 */
public record StandingApproval(String id, About about, String grantedBy, Instant grantedAt, Instant expiresAt) {}
