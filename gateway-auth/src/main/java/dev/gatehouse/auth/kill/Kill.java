package dev.gatehouse.auth.kill;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.KillSwitch;
import java.time.Instant;

/**
 * One switch that is thrown.
 *
 * @param reason in an administrator's words, for administrators and the trail; callers do not read it
 * @param thrownBy who threw it
 */
public record Kill(KillSwitch what, String reason, String thrownBy, Instant thrownAt) {

    /** For the trail. */
    Json told() {
        return Json.object()
                .put("reason", reason)
                .put("thrownBy", thrownBy)
                .put("thrownAt", thrownAt.toString())
                .build();
    }
}
