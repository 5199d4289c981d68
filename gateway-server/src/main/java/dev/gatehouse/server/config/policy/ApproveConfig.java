package dev.gatehouse.server.config.policy;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.util.List;

/** Somebody has to say yes first. */
public record ApproveConfig(
        @Doc(
                "Who may, each `group:NAME` or `user:NAME`, as `provider/name` where there are several providers. Nobody else may"
                        + " then. None: the bundle's approvers, and owners.")
        List<String> by,

        @Doc("How long deciding may take, and how long an approval is good for. A denial stands as long.")
        @Default("15m")
        @Within(min = "1m", max = "24h")
        Duration within,

        @Doc("How many different people must approve, 1 or 2. Never the one who asks, nor an agent's owner.")
        @Default("1")
        int people,

        @Doc(
                "Who makes the call then. `onRetry`: the caller, by making it again. `onApproval`: the gateway, at once, for callers"
                        + " that do not come back by themselves; what came of it is kept for 24 h, and is the answer when the same caller"
                        + " makes the same call. Tools only.")
        @Default("onRetry")
        Execute execute) {

    /** Who makes a call that was approved. */
    public enum Execute {
        ON_RETRY,
        ON_APPROVAL
    }
}
