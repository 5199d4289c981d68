package dev.gatehouse.policy.approval;

import dev.gatehouse.core.json.Json;
import java.time.Instant;

/**
 * Calls alike need no approval for a while: of the same requester, for the same target, under the same rules, whatever the
 * arguments.
 *
 * @param about the request it was made from
 */
public record StandingApproval(String id, About about, String grantedBy, Instant grantedAt, Instant expiresAt) {

    /** For the trail. */
    Json told() {
        return Json.object()
                .put("about", about.told())
                .put("grantedBy", grantedBy)
                .put("grantedAt", grantedAt.toString())
                .put("expiresAt", expiresAt.toString())
                .build();
    }
}
